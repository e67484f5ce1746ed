namespace VaeMlNet.Tests;

/// <summary>Copies of a model folder with one damaged file each, the sums made right again so that the damage is read.</summary>
internal sealed class MutatedModel
{
    private static ReadOnlySpan<byte> History =>
        """
        {"format_version":1,"best_epoch":1,"epochs":[{"epoch":1,"training":{"reconstruction":3,"kl":0.5,"beta":1},
        "validation":null,"seconds":0.5,"learning_rate":0.001,"temperature":null}]}
        """u8;

    private readonly string folder;
    private readonly Dictionary<string, byte[]> files;
    private readonly string[] names;

    /// <param name="original">The model folder to damage.</param>
    /// <param name="folder">A folder that does not exist yet, for the copies.</param>
    public MutatedModel(string original, string folder)
    {
        this.folder = folder;
        files = Directory
            .EnumerateFiles(original, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(original, f), File.ReadAllBytes);
        // The fixtures are older than it.
        files[ModelFolderFiles.History] = [.. History];
        // The graphs and the manifest are where the parsers are: they come up more often than the eleven tensors.
        string[] graphs = ["encoder.onnx", "decoder.onnx", "scorer.onnx"];
        names =
        [
            .. files.Keys,
            .. graphs,
            .. graphs,
            .. Enumerable.Repeat("manifest.json", 5),
            .. Enumerable.Repeat(ModelFolderFiles.History, 3),
            ChecksumFile.Name,
            ChecksumFile.Name,
        ];
        Array.Sort(names, StringComparer.Ordinal);
    }

    /// <summary>Writes the copy of a seed and says which file was damaged.</summary>
    public string Write(int seed)
    {
        var random = new Random(seed);
        var name = names[random.Next(names.Length)];
        var mutated = Mutate(name, random);
        foreach ((var file, var bytes) in files)
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file == name ? mutated : bytes);
        }
        // Of an empty file there is no sum: it is refused before any sum is looked at.
        if (name != ChecksumFile.Name && mutated.Length > 0)
        {
            ChecksumFile.Write(folder);
        }

        return name;
    }

    private byte[] Mutate(string name, Random random)
    {
        var original = files[name];
        if (random.Next(4) == 0)
        {
            return ByteMutation.Mutate(original, random);
        }

        return Path.GetExtension(name) switch
        {
            ".json" => ManifestMutation.Mutate(original, random),
            ".onnx" or ".pb" => ProtobufMutation.Mutate(original, random),
            _ => ChecksumMutation.Mutate(original, random),
        };
    }
}
