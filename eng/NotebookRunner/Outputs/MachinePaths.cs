namespace NotebookRunner;

/// <summary>Keeps folders of the machine that ran a notebook out of the committed file.</summary>
internal static class MachinePaths
{
    /// <summary>Throws if a text contains a folder of this machine.</summary>
    /// <param name="texts">The texts that a cell showed.</param>
    /// <param name="notebookFolder">The folder of the notebook.</param>
    /// <param name="cell">The name of the cell for the message.</param>
    /// <exception cref="NotebookException">A text contains one.</exception>
    public static void Refuse(IReadOnlyList<string> texts, string notebookFolder, string cell)
    {
        foreach (var folder in Folders(notebookFolder))
        {
            if (texts.Any(text => text.Contains(folder, StringComparison.OrdinalIgnoreCase)))
            {
                throw new NotebookException(
                    $"{cell}: its output holds '{folder}', a folder of this machine only. Show a path relative to the notebook."
                );
            }
        }
    }

    private static IEnumerable<string> Folders(string notebookFolder) =>
        new[]
        {
            notebookFolder,
            Path.GetDirectoryName(notebookFolder),
            Path.GetTempPath(),
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        }
            .OfType<string>()
            .Where(folder => folder.Length > Path.GetPathRoot(folder)!.Length);
}
