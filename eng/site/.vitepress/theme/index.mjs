// The fonts of the system: the site brings none, and fetches none.
import theme from "vitepress/theme-without-fonts";
import "./style.css";

export default theme;
