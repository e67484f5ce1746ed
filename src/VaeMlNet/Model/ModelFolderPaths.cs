using System.Security.Cryptography;
using System.Text;

namespace VaeMlNet;

/// <summary>
/// The places beside a model folder that a write goes through: the previous model in <c>.NAME.old</c> while the two change places,
/// and <c>.NAME.lock</c>, open while somebody writes. A link to a folder is followed.
/// </summary>
internal sealed class ModelFolderPaths
{
    // What file systems allow for a name, less what is added to it. Longer names are hashed.
    private const int LongestName = 255 - 6;

    public ModelFolderPaths(string modelFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        var given = Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder));
        Name = Path.GetFileName(given);
        Model = Path.TrimEndingDirectorySeparator(Followed(given));
        Parent =
            Path.GetDirectoryName(Model)
            ?? throw new ArgumentException($"'{modelFolder}' is a root, not a model folder.", nameof(modelFolder));
        var name = Path.GetFileName(Model);
        var bytes = Encoding.UTF8.GetBytes(name);
        var beside = bytes.Length > LongestName ? Convert.ToHexStringLower(SHA256.HashData(bytes)) : name;
        Old = Path.Combine(Parent, $".{beside}.old");
        Lock = Path.Combine(Parent, $".{beside}.lock");
    }

    /// <summary>Gets the name of the model: that of the folder or link as it was given.</summary>
    public string Name { get; }

    public string Model { get; }
    public string Parent { get; }
    public string Old { get; }
    public string Lock { get; }

    /// <summary>Keeps other writers out until it is disposed. An abandoned lock file locks nothing.</summary>
    /// <remarks>
    /// Whoever waited on a lock file that its holder then deleted would hold a lock on nothing. .NET looks after that for just
    /// these options (OpenOrCreate, FileShare.None, DeleteOnClose): it deletes the file while it still holds the lock, and one who
    /// gets the lock opens the file again when the path has come to mean another one.
    /// </remarks>
    /// <exception cref="IOException">Another process has the lock, it cannot be created, or another file has its name.</exception>
    public FileStream TakeLock()
    {
        var existing = new FileInfo(Lock);
        if (existing.LinkTarget is not null || existing is { Exists: true, Length: > 0 })
        {
            throw new IOException($"'{Lock}' is in the way: lock files are empty, and this one is not");
        }

        return new FileStream(
            Lock,
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 1,
            FileOptions.DeleteOnClose
        );
    }

    /// <summary>Returns the final target of a link, which may be a folder that does not exist.</summary>
    private static string Followed(string path)
    {
        try
        {
            return Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is nothing at the path, or links in a circle, which the next use of the path reports.
            return path;
        }
    }
}
