// The room of a guest: messages go without leaving the page, and what happens shows as it happens.
// Everything here works without this script, too.
import "./room/room-talk";
import { keepLooking } from "./room/wait";

keepLooking();
