using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using VaeMlNet;

namespace Fuzzing.Tests;

/// <summary>The folder of a tuning: its plan and its trials, as they are read and continued.</summary>
internal sealed class TrialFolderTarget : FuzzTarget
{
    private static readonly string[] Columns = ["A", "B"];

    private readonly string tuning;
    private readonly IDataView data;
    private readonly Dictionary<string, byte[]> originals;

    /// <summary>Runs the tuning.</summary>
    /// <param name="folder">A folder for the files.</param>
    public TrialFolderTarget(string folder)
    {
        tuning = Path.Combine(folder, "tuning");
        data = new MLContext(seed: 1).Data.LoadFromEnumerable(
            Enumerable.Range(0, 20).Select(i => new Row { A = MathF.Sin(i), B = MathF.Cos(i) })
        );
        Tuner().Run(data, Columns);
        originals = Directory
            .EnumerateFiles(tuning, "*.json", SearchOption.AllDirectories)
            .ToDictionary(file => file, File.ReadAllBytes);
    }

    public override TimeSpan LongestTime => TimeSpan.FromSeconds(5);

    public override string Damage(int seed)
    {
        Random random = new(seed);
        Restore();
        string[] files = [.. originals.Keys.Order(StringComparer.Ordinal)];
        var file = files[random.Next(files.Length)];
        switch (random.Next(4))
        {
            case 0:
                File.WriteAllBytes(file, ByteMutation.Mutate(originals[file], random));
                return $"bytes of {Path.GetFileName(file)}";
            case 1:
                var name = string.Create(CultureInfo.InvariantCulture, $"trial-{random.Next(9):00000}-100.json");
                File.WriteAllBytes(Path.Combine(tuning, "trials", name), originals[file]);
                return $"a copy of {Path.GetFileName(file)}";
            default:
                var root = JsonNode.Parse(originals[file])!;
                var place = JsonMutation.Mutate(root, random);
                File.WriteAllText(file, root.ToJsonString());
                return $"{place} of {Path.GetFileName(file)}";
        }
    }

    public override void UseOriginal()
    {
        Restore();
        UseDamaged();
    }

    public override void UseDamaged()
    {
        Documented(() => Use(Tuner().ReadResult()));
        Documented(() => Use(Tuner().Run(data, Columns)));
    }

    protected override bool IsDocumented(Exception refusal) =>
        refusal is VaeModelException
        || (refusal is InvalidOperationException && refusal.Message.Contains("the trials of another tuning"));

    private static void Use(VaeTuningResult result)
    {
        _ = result.Best?.Values.Count;
        _ = result.Default?.Options.LatentDim;
        _ = result.Importance.Count;
        if (result.Trials.Select(trial => (trial.Number, trial.EpochShare)).Distinct().Count() != result.Trials.Count)
        {
            throw new InvalidOperationException("a trial counts twice");
        }
    }

    private VaeTuner Tuner() =>
        new(
            new()
            {
                Method = VaeTuningMethod.Random,
                TrialCount = 2,
                FoldCount = 1,
                Folder = tuning,
                Resume = true,
                Training = new()
                {
                    EpochCount = 1,
                    BatchSize = 8,
                    LatentDim = 2,
                    HiddenDims = [3],
                    Device = "cpu",
                },
            }
        );

    private void Restore()
    {
        if (originals is not null)
        {
            foreach (
                var file in Directory
                    .EnumerateFiles(tuning, "*.json", SearchOption.AllDirectories)
                    .Except(originals.Keys)
            )
            {
                File.Delete(file);
            }

            foreach (var (file, bytes) in originals)
            {
                File.WriteAllBytes(file, bytes);
            }
        }
    }

    private sealed class Row
    {
        public float A { get; set; }

        public float B { get; set; }
    }
}
