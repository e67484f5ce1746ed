using System.Text.Json.Nodes;
using VaeMlNet;

namespace Fuzzing.Tests;

/// <summary>Checkpoints: bytes of any file, and members of checkpoint.json with the sums of the files made right.</summary>
/// <param name="folder">A folder for the files.</param>
internal sealed class CheckpointTarget(string folder) : CommandLineTarget
{
    private readonly string original = Path.Combine(folder, "original");
    private readonly string damaged = Path.Combine(folder, "damaged");
    private readonly string data = Path.Combine(folder, "data.csv");

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
        CopyOriginal();
        string[] files = Directory.GetFiles(damaged);
        Array.Sort(files, StringComparer.Ordinal);
        switch (random.Next(4))
        {
            case 0:
                string any = files[random.Next(files.Length)];
                File.WriteAllBytes(any, ByteMutation.Mutate(File.ReadAllBytes(any), random));
                return $"bytes of {Path.GetFileName(any)}";
            case 1:
                string[] sized = Array.FindAll(files, file => file.EndsWith(".dat", StringComparison.Ordinal));
                string file = sized[random.Next(sized.Length)];
                CheckpointSums.Replace(damaged, file, ByteMutation.Mutate(File.ReadAllBytes(file), random));
                return $"bytes of {Path.GetFileName(file)}, sums made right";
            default:
                string json = Path.Combine(damaged, "checkpoint.json");
                JsonNode root = JsonNode.Parse(File.ReadAllBytes(json))!;
                string member = JsonMutation.Mutate(root, random);
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
        Run([.. Training, "--epochs=2", "--checkpoint-every=1", $"--out={original}"]);
        CopyOriginal();
        UseDamaged();
        if (Refused > 0)
        {
            throw new InvalidOperationException("The original checkpoint is refused.");
        }
    }

    public override void UseDamaged()
    {
        Load();
        Run([.. Training, "--epochs=3", "--resume", $"--out={damaged}"]);
    }

    protected override bool IsDocumented(Exception refusal) =>
        base.IsDocumented(refusal)
        || refusal is VaeModelException
        || refusal.Message.Contains("Training cannot go on from checkpoint", StringComparison.Ordinal)
        || refusal.Message.Contains(nameof(VaeDivergenceException), StringComparison.Ordinal);

    private void Load() =>
        Documented(() =>
        {
            using TrainedVae model = TrainedVae.LoadCheckpoint(damaged);
            using TorchSharp.torch.Tensor rows = TorchSharp.torch.zeros(3, model.InputDim);
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
        foreach (string file in Directory.EnumerateFiles(original))
        {
            File.Copy(file, Path.Combine(damaged, Path.GetFileName(file)));
        }
    }
}
