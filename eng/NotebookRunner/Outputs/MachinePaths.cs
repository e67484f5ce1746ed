namespace NotebookRunner;

/// <summary>Keeps the folders of the machine that ran a notebook out of what is committed.</summary>
internal static class MachinePaths
{
    /// <summary>Refuses texts that hold a folder of this machine.</summary>
    /// <param name="texts">What a cell showed.</param>
    /// <param name="notebookFolder">Where the notebook lies.</param>
    /// <param name="cell">How the message names the cell.</param>
    /// <exception cref="NotebookException">A text holds one.</exception>
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
