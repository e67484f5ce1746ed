using System.Text.Json.Nodes;
using VaeMlNet;

namespace Fuzzing.Tests;

/// <summary>Damages checkpoints: the bytes of any file, and members of checkpoint.json with matching checksums.</summary>
/// <param name="folder">A folder for the files.</param>
internal sealed class CheckpointTarget(string folder) : CommandLineTarget
{
    // null: what the command line trains with.
    private static readonly VaeOptimizerKind?[] Kinds = [null, VaeOptimizerKind.RmsProp, VaeOptimizerKind.Sgd];

    private readonly string damaged = Path.Combine(folder, "damaged");
    private readonly string data = Path.Combine(folder, "data.csv");
    private VaeOptimizerKind? kind;

    private string Original => Path.Combine(folder, $"original-{kind}");

    private string[] Training =>
        [
            "train",
            "--model=fully-connected",
            "--hidden=4",
            "--latent=2",
            "--batch-size=8",
            "--likelihood=gaussian",
            $"--data={data}",
        ];

    public override string Damage(int seed)
    {
        Random random = new(seed);
        kind = Kinds[random.Next(Kinds.Length)];
        CopyOriginal();
        var files = Directory.GetFiles(damaged);
        Array.Sort(files, StringComparer.Ordinal);
        switch (random.Next(4))
        {
            case 0:
                var any = files[random.Next(files.Length)];
                File.WriteAllBytes(any, ByteMutation.Mutate(File.ReadAllBytes(any), random));
                return $"bytes of {Path.GetFileName(any)}";
            case 1:
                var sized = Array.FindAll(files, file => file.EndsWith(".dat", StringComparison.Ordinal));
                var file = sized[random.Next(sized.Length)];
                CheckpointSums.Replace(damaged, file, ByteMutation.Mutate(File.ReadAllBytes(file), random));
                return $"bytes of {Path.GetFileName(file)}, sums made right";
            default:
                var json = Path.Combine(damaged, "checkpoint.json");
                var root = JsonNode.Parse(File.ReadAllBytes(json))!;
                var member = JsonMutation.Mutate(root, random);
                File.WriteAllText(json, root.ToJsonString());
                return $"member {member} of checkpoint.json";
        }
    }

    public override void UseOriginal()
    {
        File.WriteAllText(
            data,
            "a,b,c\n" + string.Concat(Enumerable.Range(0, 16).Select(i => $"{i * 0.1},{i % 3},{i * i * 0.01}\n"))
        );
        foreach (var each in Kinds)
        {
            kind = each;
            Train(2, new VaeCheckpointOptions(Original));
            CopyOriginal();
            UseDamaged();
        }

        if (Refused > 0)
        {
            throw new InvalidOperationException("The original checkpoint is refused.");
        }
    }

    public override void UseDamaged()
    {
        Load();
        Train(3, new VaeCheckpointOptions(damaged) { Resume = true });
    }

    protected override bool IsDocumented(Exception refusal) =>
        base.IsDocumented(refusal)
        || refusal is VaeModelException or VaeDivergenceException
        || refusal.Message.Contains("Training cannot resume from checkpoint", StringComparison.Ordinal)
        || refusal.Message.Contains(nameof(VaeDivergenceException), StringComparison.Ordinal);

    /// <summary>Trains with the command line, or with an optimizer that it does not offer.</summary>
    private void Train(int epochs, VaeCheckpointOptions checkpoints)
    {
        if (kind is not { } optimizer)
        {
            string[] when = checkpoints.Resume ? ["--resume"] : ["--checkpoint-every=1"];
            Run([.. Training, $"--epochs={epochs}", .. when, $"--out={checkpoints.Folder}"]);
            return;
        }

        VaeTrainerOptions options = new()
        {
            EpochCount = epochs,
            BatchSize = 8,
            LatentDim = 2,
            Network = new FullyConnectedNetworkOptions { HiddenDims = [4] },
            Optimizer = new() { Kind = optimizer, Momentum = 0.9 },
        };
        Documented(() =>
        {
            using var rows = TorchSharp.torch.linspace(0, 1, 48).reshape(16, 3);
            using var model = new VaeTrainer(options) { Checkpoints = checkpoints }.Fit(rows);
        });
    }

    private void Load() =>
        Documented(() =>
        {
            using var model = TrainedVae.LoadCheckpoint(damaged);
            using var rows = TorchSharp.torch.zeros(3, model.InputDim);
            model.Evaluate(rows);
            model.SaveHistory(Path.Combine(folder, "history.csv"));
            _ = model.BestEpoch;
            _ = model.TableColumns;
        });

    private void CopyOriginal()
    {
        if (Directory.Exists(damaged))
        {
            Directory.Delete(damaged, recursive: true);
        }

        Directory.CreateDirectory(damaged);
        foreach (var file in Directory.EnumerateFiles(Original))
        {
            File.Copy(file, Path.Combine(damaged, Path.GetFileName(file)));
        }
    }
}
