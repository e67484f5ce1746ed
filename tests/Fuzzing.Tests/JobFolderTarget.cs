using System.Globalization;
using System.Text.Json.Nodes;

namespace Fuzzing.Tests;

/// <summary>The folder of a job with several shards: its plan, its parts and their descriptions, as shards and <c>merge</c> read them.</summary>
internal sealed class JobFolderTarget : CommandLineTarget
{
    private const int ShardCount = 2;

    private readonly string data;
    private readonly string model;
    private readonly string job;
    private readonly string merged;
    private readonly string manifest;
    private readonly Dictionary<string, byte[]> originals;

    /// <summary>Trains a model and runs the undamaged job.</summary>
    /// <param name="folder">A folder for the files.</param>
    public JobFolderTarget(string folder)
    {
        data = Path.Combine(folder, "data.csv");
        model = Path.Combine(folder, "model");
        job = Path.Combine(folder, "job");
        merged = Path.Combine(folder, "merged.csv");
        manifest = Path.Combine(folder, "merged.json");
        var checkpoint = Path.Combine(folder, "checkpoint");
        File.WriteAllText(
            data,
            "a,b\n"
                + string.Concat(
                    Enumerable.Range(0, 600).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{i % 7}\n"))
                )
        );
        Run("train", "--model=table", "--data", data, "--out", checkpoint, "--epochs=1", "--hidden=4", "--latent=2");
        Run("export", "--checkpoint", checkpoint, "--data", data, "--out", model);
        Run("plan", "--data", data, $"--shards={ShardCount}", "--out", job);
        for (var shard = 1; shard <= ShardCount; shard++)
        {
            RunShard(shard);
        }

        originals = Directory.EnumerateFiles(job).ToDictionary(file => file, File.ReadAllBytes);
    }

    public override string Damage(int seed)
    {
        Random random = new(seed);
        Restore();
        string[] files = [.. originals.Keys.Order(StringComparer.Ordinal)];
        var file = files[random.Next(files.Length)];
        var isJson = file.EndsWith(".json", StringComparison.Ordinal);
        if (!isJson || random.Next(3) == 0)
        {
            File.WriteAllBytes(file, ByteMutation.Mutate(originals[file], random));
            return $"bytes of {Path.GetFileName(file)}";
        }

        var root = JsonNode.Parse(originals[file])!;
        var place = JsonMutation.Mutate(root, random);
        File.WriteAllText(file, root.ToJsonString());
        return $"{place} of {Path.GetFileName(file)}";
    }

    public override void UseOriginal()
    {
        Restore();
        UseDamaged();
    }

    public override void UseDamaged()
    {
        Run("merge", job, "--out", merged);
        Run("merge", job, "--manifest", manifest);
        // Runs again with the damaged plan: a part that is complete is not written a second time.
        foreach (var part in Directory.EnumerateFiles(job, "part-00001*"))
        {
            File.Delete(part);
        }

        RunShard(1);
    }

    private void RunShard(int shard) =>
        Run("score", model, "--data", data, "--out", job, $"--shard={shard}/{ShardCount}");

    private void Restore()
    {
        foreach ((var file, var bytes) in originals)
        {
            File.WriteAllBytes(file, bytes);
        }
    }
}
