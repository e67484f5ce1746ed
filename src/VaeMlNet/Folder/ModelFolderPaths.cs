using System.Security.Cryptography;
using System.Text;

namespace VaeMlNet;

/// <summary>
/// The paths beside a model folder that a write uses: <c>.NAME.old</c> contains the previous model while the two change places,
/// and <c>.NAME.lock</c> is open during a write. A link to a folder is followed.
/// </summary>
internal sealed class ModelFolderPaths
{
    // The limit of file systems for a name, less the added characters. Longer names are hashed.
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

    /// <summary>Gets the name of the model: the name of the folder or link as the caller passed it.</summary>
    public string Name { get; }

    public string Model { get; }
    public string Parent { get; }
    public string Old { get; }
    public string Lock { get; }

    /// <summary>Locks the model folder until the result is disposed.</summary>
    public FileStream TakeLock() => LockFile.Take(Lock);

    /// <summary>Returns the final target of a link, which may be a folder that does not exist.</summary>
    private static string Followed(string path)
    {
        try
        {
            return Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing exists at the path, or links form a circle. The next use of the path reports it.
            return path;
        }
    }
}
