// The window of the web chat, inside its frame on a page of somebody else.
import "./room/chat-panel";
