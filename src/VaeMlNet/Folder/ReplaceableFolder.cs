using System.Text.Json;

namespace VaeMlNet;

/// <summary>
/// Distinguishes model folders, which a new model may replace, from all other folders. A model folder has SHA256SUMS, a
/// manifest of our format, and no file that SHA256SUMS does not list. Deletes the listed files only.
/// </summary>
internal static class ReplaceableFolder
{
    /// <summary>Refuses a folder that contains anything except a model.</summary>
    /// <exception cref="VaeModelException">The place is a file, or a folder that is neither empty nor a model folder.</exception>
    public static void Check(ModelFolderPaths paths, string modelFolder)
    {
        if (Directory.Exists(paths.Model))
        {
            if (Directory.EnumerateFileSystemEntries(paths.Model).Any() && Obstacle(paths.Model) is { } obstacle)
            {
                throw ModelFolderErrors.NotReplaceable(modelFolder, obstacle);
            }

            if (Path.Exists(paths.Old) && !IsLeftover(paths.Old))
            {
                throw ModelFolderErrors.NotReplaceable(
                    modelFolder,
                    $"'{paths.Old}', the temporary name of the previous model, contains something else"
                );
            }
        }
        else if (Path.Exists(paths.Model))
        {
            throw ModelFolderErrors.NotReplaceable(modelFolder, "it is a file, not a folder");
        }
    }

    /// <summary>Returns whether a folder is a model folder that may be replaced.</summary>
    public static bool IsModel(string folder) => Obstacle(folder) is null;

    /// <summary>Returns whether a folder is a model folder, or what remains of one whose deletion was interrupted.</summary>
    public static bool IsLeftover(string folder)
    {
        if (!Directory.Exists(folder) || new DirectoryInfo(folder).LinkTarget is not null)
        {
            return false;
        }

        string[] entries = [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!)];
        return entries is [] or [ChecksumFile.Name] || IsModel(folder);
    }

    /// <summary>Deletes the files that SHA256SUMS lists, and then the folder if it is empty.</summary>
    /// <remarks>
    /// Deletes the manifest and SHA256SUMS last, so that the rest of an interrupted deletion can still be recognized. If
    /// another file was added meanwhile, the file and the folder remain.
    /// </remarks>
    /// <exception cref="UnauthorizedAccessException">There is no permission to delete a file.</exception>
    public static void Delete(string folder)
    {
        if (File.Exists(Path.Combine(folder, ChecksumFile.Name)))
        {
            string[] files = [.. Sums(folder).Keys];
            foreach (var file in files.Where(file => file != ModelFolderFiles.Manifest))
            {
                DeleteFile(folder, file);
            }

            string[] inner = [.. InnerFolders(files).OrderByDescending(path => path.Length)];
            foreach (var path in inner.Select(path => Path.Combine(folder, path)).Where(Directory.Exists))
            {
                Directory.Delete(path);
            }

            DeleteFile(folder, ModelFolderFiles.Manifest);
            if (Directory.EnumerateFileSystemEntries(folder).Skip(1).Any())
            {
                throw new IOException($"'{folder}' has files that are no part of a model");
            }

            DeleteFile(folder, ChecksumFile.Name);
        }

        Directory.Delete(folder);
    }

    /// <summary>Returns the reason why a folder must not be replaced; null if it may be.</summary>
    private static string? Obstacle(string folder)
    {
        try
        {
            if (!Directory.Exists(folder) || !File.Exists(Path.Combine(folder, ModelFolderFiles.Manifest)))
            {
                return $"it has no {ModelFolderFiles.Manifest}";
            }

            if (!File.Exists(Path.Combine(folder, ChecksumFile.Name)))
            {
                return $"it has no {ChecksumFile.Name}";
            }

            var sums = Sums(folder);
            return !sums.ContainsKey(ModelFolderFiles.Manifest) || !IsManifest(folder)
                ? $"its {ModelFolderFiles.Manifest} is not that of a model of format version {VaeManifest.CurrentFormatVersion}"
                : Unlisted(new DirectoryInfo(folder), "", [.. sums.Keys, ChecksumFile.Name], InnerFolders(sums.Keys));
        }
        catch (Exception e) when (e is VaeModelException or IOException or UnauthorizedAccessException)
        {
            return $"its {ChecksumFile.Name} cannot be read ({e.Reason()})";
        }
    }

    private static string? Unlisted(
        DirectoryInfo directory,
        string prefix,
        HashSet<string> files,
        HashSet<string> folders
    )
    {
        foreach (var entry in directory.EnumerateFileSystemInfos())
        {
            var path = prefix + entry.Name;
            if (entry.LinkTarget is not null)
            {
                return $"{path} is a link, and a model folder has none";
            }

            if (entry is DirectoryInfo inner ? !folders.Contains(path) : !files.Contains(path))
            {
                return $"{path} is no part of a model: {ChecksumFile.Name} does not list it";
            }

            if (entry is DirectoryInfo below && Unlisted(below, path + "/", files, folders) is { } obstacle)
            {
                return obstacle;
            }
        }

        return null;
    }

    private static Dictionary<string, string> Sums(string folder) =>
        ChecksumFile.Parse(ModelFolderReader.Read(folder, ChecksumFile.Name), folder);

    /// <summary>Returns whether manifest.json has our format version and the members of every manifest. Their values do not matter.</summary>
    private static bool IsManifest(string folder)
    {
        try
        {
            using var manifest = JsonDocument.Parse(
                ModelFolderReader.Read(folder, ModelFolderFiles.Manifest),
                new JsonDocumentOptions { MaxDepth = ManifestJson.Options.MaxDepth }
            );
            var root = manifest.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("format_version", out var version)
                && version.ValueKind == JsonValueKind.Number
                && version.TryGetInt32(out var number)
                && number is >= 1 and <= VaeManifest.CurrentFormatVersion
                && Is(root, "producer", JsonValueKind.String)
                && Is(root, "architecture", JsonValueKind.Object)
                && Is(root, "latent", JsonValueKind.Object);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Is(JsonElement root, string member, JsonValueKind kind) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == kind;

    private static void DeleteFile(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private static HashSet<string> InnerFolders(IEnumerable<string> files) =>
        [.. files.SelectMany(file => file.Index().Where(c => c.Item == '/').Select(c => file[..c.Index]))];
}
