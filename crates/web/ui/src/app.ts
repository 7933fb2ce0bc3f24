// Everything that moves on a page. Pages work without it; it makes them quicker.
import "htmx.org";

import "./elements/roving-list";
import "./elements/hotkey-map";
import "./elements/command-palette";
import "./elements/draft-keeper";
import "./elements/length-counter";
import "./elements/undo-timer";
import "./elements/presence-beacon";
import "./elements/live-stream";
import "./elements/query-editor";
import "./elements/live-check";
import "./elements/keep-looking";
import { startClocks } from "./desk/clocks";
import { startCopying } from "./desk/copying";
import { startDialogs } from "./desk/dialogs";
import { startNavigation } from "./desk/navigation";
import { startSending } from "./desk/sending";
import { startTheme } from "./desk/theme";

startClocks();
startCopying();
startDialogs();
startNavigation();
startSending();
startTheme();
