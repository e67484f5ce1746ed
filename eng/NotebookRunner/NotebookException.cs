namespace NotebookRunner;

/// <summary>A notebook that cannot be read, run or written; the message names it, and the cell where there is one.</summary>
internal sealed class NotebookException(string message, Exception? inner = null) : Exception(message, inner);
