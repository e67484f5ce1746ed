namespace NotebookRunner;

/// <summary>The error that a notebook cannot be read, run or written. The message names the notebook and the cell, if there is one.</summary>
internal sealed class NotebookException(string message, Exception? inner = null) : Exception(message, inner);
