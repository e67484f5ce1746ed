using System.IO.Compression;
using System.Security.Cryptography;

namespace VaeMlNet;

/// <summary>Reads the files of a model folder from a zip archive, with the checks of a folder.</summary>
/// <remarks>The archive has the files themselves, or one folder with them.</remarks>
internal static class ModelArchive
{
    private const string What = "the zip archive";

    /// <summary>Returns the files by their paths in the model folder, without SHA256SUMS.</summary>
    /// <param name="zip">The archive. It is not disposed.</param>
    /// <param name="model">The model in messages.</param>
    /// <exception cref="VaeModelException">The archive is damaged, too large, or not a model.</exception>
    public static Dictionary<string, byte[]> Read(Stream zip, string model)
    {
        try
        {
            using ZipArchive archive = new(zip, ZipArchiveMode.Read, leaveOpen: true);
            var entries = FilesOf(archive, model);
            if (!entries.Remove(ChecksumFile.Name, out var sumsEntry))
            {
                throw ModelFolderErrors.MissingFile(model, ChecksumFile.Name);
            }

            var sums = ChecksumFile.Parse(Read(sumsEntry, ChecksumFile.Name, model), model);
            if (sums.Keys.FirstOrDefault(file => !entries.ContainsKey(file)) is { } missing)
            {
                throw ModelFolderErrors.MissingFile(model, missing);
            }

            return entries.ToDictionary(
                entry => entry.Key,
                entry => ReadChecked(entry.Value, entry.Key, model, sums),
                StringComparer.Ordinal
            );
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            throw ModelFolderErrors.Unreadable(model, What, e);
        }
    }

    private static Dictionary<string, ZipArchiveEntry> FilesOf(ZipArchive archive, string model)
    {
        if (archive.Entries.Count > ModelFolderLimits.MostEntries)
        {
            throw ModelFolderErrors.TooManyEntries(model);
        }

        var files = archive.Entries.Where(entry => !entry.FullName.EndsWith('/')).ToArray();
        var prefix = Prefix(files);
        Dictionary<string, ZipArchiveEntry> byName = new(StringComparer.Ordinal);
        long total = 0;
        foreach (var entry in files)
        {
            var file = entry.FullName.StartsWith(prefix, StringComparison.Ordinal)
                ? entry.FullName[prefix.Length..]
                : throw ModelFolderErrors.NotListed(model, entry.FullName);
            total += CheckedLength(entry, file, model);
            if (total > Array.MaxLength)
            {
                throw ModelFolderErrors.TooLarge(model, $"{What} up to {file}", total, Array.MaxLength);
            }

            if (!byName.TryAdd(file, entry))
            {
                throw ModelFolderErrors.BadFile(model, file, $"{What} has it twice");
            }
        }

        return byName;
    }

    /// <summary>Returns the folder with SHA256SUMS: "" or its name with '/'.</summary>
    private static string Prefix(ZipArchiveEntry[] files)
    {
        var sums = files
            .Select(entry => entry.FullName)
            .Where(name =>
                name == ChecksumFile.Name || name.EndsWith($"/{ChecksumFile.Name}", StringComparison.Ordinal)
            )
            .MinBy(name => name.Length);
        return sums?[..^ChecksumFile.Name.Length] ?? "";
    }

    private static long CheckedLength(ZipArchiveEntry entry, string file, string model)
    {
        if (entry.Length == 0)
        {
            throw ModelFolderErrors.NoContent(model, file);
        }

        var limit = ModelFolderLimits.LargestFile(file);
        return entry.Length <= limit
            ? entry.Length
            : throw ModelFolderErrors.TooLarge(model, file, entry.Length, limit);
    }

    private static byte[] ReadChecked(ZipArchiveEntry entry, string file, string model, Dictionary<string, string> sums)
    {
        if (!sums.TryGetValue(file, out var expected))
        {
            throw ModelFolderErrors.NotListed(model, file);
        }

        var bytes = Read(entry, file, model);
        var actual = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return actual == expected ? bytes : throw ModelFolderErrors.Damaged(model, file, expected, actual);
    }

    /// <summary>Reads an entry up to the length that its header says, whatever its compressed bytes contain.</summary>
    private static byte[] Read(ZipArchiveEntry entry, string file, string model)
    {
        using var stream = entry.Open();
        // A header can claim any length: the array grows with the bytes that are there.
        using MemoryStream bytes = new();
        var block = new byte[1 << 16];
        while (stream.Read(block) is > 0 and var count)
        {
            bytes.Write(block, 0, count);
            if (bytes.Length > entry.Length)
            {
                throw ModelFolderErrors.BadFile(model, file, "it is longer than its header says");
            }
        }

        return bytes.ToArray();
    }
}
