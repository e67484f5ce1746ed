namespace VaeMlNet;

/// <summary>
/// The places beside a model folder that a write goes through: new files in <c>.NAME.new</c>, the previous model in
/// <c>.NAME.old</c> while the two change places, and <c>.NAME.lock</c>, open while somebody writes.
/// </summary>
internal sealed class ModelFolderPaths
{
    public ModelFolderPaths(string modelFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        Model = Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder));
        Parent =
            Path.GetDirectoryName(Model)
            ?? throw new ArgumentException($"'{modelFolder}' is a root, not a model folder.", nameof(modelFolder));
        string name = Path.GetFileName(Model);
        New = Path.Combine(Parent, $".{name}.new");
        Old = Path.Combine(Parent, $".{name}.old");
        Lock = Path.Combine(Parent, $".{name}.lock");
    }

    public string Model { get; }
    public string Parent { get; }
    public string New { get; }
    public string Old { get; }
    public string Lock { get; }

    /// <summary>Keeps other writers out until it is disposed. An abandoned lock file locks nothing.</summary>
    /// <remarks>
    /// Whoever waited on a lock file that its holder then deleted would hold a lock on nothing. .NET looks after that for just
    /// these options (OpenOrCreate, FileShare.None, DeleteOnClose): it deletes the file while it still holds the lock, and one who
    /// gets the lock opens the file again when the path has come to mean another one.
    /// </remarks>
    /// <exception cref="IOException">Another process holds it, or it cannot be created.</exception>
    public FileStream TakeLock() =>
        new(
            Lock,
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 1,
            FileOptions.DeleteOnClose
        );
}
