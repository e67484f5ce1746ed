namespace VaeMlNet.Cli.Files;

/// <summary>Refuses output folders up front, before minutes of work whose result could then not be kept.</summary>
internal static class OutputFolder
{
    /// <summary>Checks that a folder can be created or replaced; creates its parents.</summary>
    /// <param name="folder">The folder that will be written.</param>
    /// <param name="marker">The file that marks a folder of this kind, which may be replaced; any other folder must be empty.</param>
    /// <param name="kind">What the folder is called in messages.</param>
    /// <exception cref="CommandException">It is a file, holds other things, or cannot be written.</exception>
    public static void CheckReplaceable(string folder, string marker, string kind)
    {
        if (File.Exists(folder))
        {
            throw new CommandException($"Could not write {kind} '{folder}': it is a file. Choose another --out.");
        }

        bool isForeign =
            Directory.Exists(folder)
            && !File.Exists(Path.Combine(folder, marker))
            && Directory.EnumerateFileSystemEntries(folder).Any();
        if (isForeign)
        {
            throw new CommandException(
                $"Could not write {kind} '{folder}': the folder holds other things (no {marker}), and writing would replace "
                    + "them. Choose another --out."
            );
        }

        // A sibling is written first and then moved, so it is the parent that must be writable.
        OutputFile.CheckWritable(folder);
    }
}
