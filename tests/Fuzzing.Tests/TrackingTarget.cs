using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using VaeMlNet;

namespace Fuzzing.Tests;

/// <summary>
/// Names of recorded trainings, and folders with damaged files of other runs: a training is recorded in whole files below its folder, or
/// the name is refused.
/// </summary>
/// <param name="folder">A folder for the files.</param>
internal sealed class TrackingTarget(string folder) : FuzzTarget
{
    private const int LinesOfMeta = 15;

    private static readonly string[] Pieces =
    [
        "a",
        "run",
        "..",
        ".",
        "/",
        "\\",
        "\0",
        "\n",
        "\r",
        "\u0085",
        "\u2028",
        "\ud800",
        "'",
        "''",
        "\"",
        ": ",
        "--- ",
        "#",
        "%2f",
        "é",
        "\u202e",
        "name: x",
        "\u001b[2J",
        "://",
        new string('x', 90),
        "\ud83d\ude00",
        " ",
        "~",
        "$HOME",
        "{}",
        "&a",
        "*a",
        "!!python",
    ];

    private static readonly byte[] Meta = Encoding.UTF8.GetBytes(
        "artifact_location: 'file:///x'\nexperiment_id: '5'\nlifecycle_stage: active\nname: 'a'\n"
    );

    private readonly string root = Path.Combine(folder, "tracked");
    private VaeTrackingOptions tracking = new();
    private Random random = new(0);

    public override TimeSpan LongestTime => TimeSpan.FromSeconds(5);

    public override string Damage(int seed)
    {
        random = new(seed);
        Clear();
        Directory.CreateDirectory(Path.Combine(root, "mlruns", "5"));
        File.WriteAllBytes(Path.Combine(root, "mlruns", "5", "meta.yaml"), ByteMutation.Mutate(Meta, random));
        tracking = new()
        {
            TensorBoardFolder = random.Next(4) == 0 ? null : Path.Combine(root, "board"),
            MlflowFolder = random.Next(4) == 0 ? null : Path.Combine(root, "mlruns"),
            RunName = random.Next(3) == 0 ? null : Name(),
            ExperimentName = random.Next(2) == 0 ? "a" : Name(),
        };
        return TerminalTextOf($"run '{tracking.RunName}', experiment '{tracking.ExperimentName}'");
    }

    public override void UseOriginal()
    {
        Clear();
        tracking = new()
        {
            TensorBoardFolder = Path.Combine(root, "board"),
            MlflowFolder = Path.Combine(root, "mlruns"),
        };
        UseDamaged();
    }

    public override void UseDamaged() =>
        Documented(() =>
        {
            VaeTrainer trainer = new(
                new()
                {
                    EpochCount = 1,
                    BatchSize = 8,
                    LatentDim = 2,
                    HiddenDims = [3],
                    Device = "cpu",
                }
            )
            {
                Tracking = tracking,
            };
            using var rows = TorchSharp.torch.linspace(0, 1, 24).reshape(8, 3);
            trainer.Fit(rows).Dispose();
            CheckFiles();
        });

    protected override bool IsDocumented(Exception refusal) =>
        refusal is VaeModelException
        || (refusal is ArgumentException && refusal.Message.Contains(nameof(VaeTrackingOptions)));

    private static string TerminalTextOf(string text) => VaeMlNet.Tooling.TerminalText.EscapeLine(text);

    private string Name() =>
        string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private void Clear()
    {
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private void CheckFiles()
    {
        // .NET itself has pipes there.
        var others = Directory
            .EnumerateFileSystemEntries(folder)
            .Where(entry => entry != root && Path.GetFileName(entry).Split('-')[0] is not ("clr" or "dotnet"));
        if (others.Any())
        {
            throw new InvalidOperationException($"a file beside the folder: {string.Join(", ", others)}");
        }

        var files = Directory.GetFiles(root, "*", SearchOption.AllDirectories);
        foreach (var file in files.Where(file => file.Contains("tfevents", StringComparison.Ordinal)))
        {
            CheckRecords(File.ReadAllBytes(file));
        }

        foreach (
            var run in files.Where(file =>
                Path.GetFileName(file) == "meta.yaml"
                && File.ReadAllText(file).Contains("run_uuid", StringComparison.Ordinal)
            )
        )
        {
            var lines = File.ReadAllText(run).TrimEnd('\n').Split('\n');
            if (
                lines.Length != LinesOfMeta
                || !Array.TrueForAll(lines, line => line.Contains(": ", StringComparison.Ordinal))
            )
            {
                throw new InvalidOperationException($"meta.yaml: {string.Join('|', lines)}");
            }
        }
    }

    // The framing of TFRecord: length, its checksum, data, their checksum.
    private static void CheckRecords(ReadOnlySpan<byte> file)
    {
        var count = 0;
        for (; file.Length > 0; count++)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
            if (
                BinaryPrimitives.ReadUInt32LittleEndian(file[8..]) != Masked(file[..8])
                || BinaryPrimitives.ReadUInt32LittleEndian(file[(12 + length)..]) != Masked(file.Slice(12, length))
            )
            {
                throw new InvalidOperationException("a record with a wrong checksum");
            }

            file = file[(16 + length)..];
        }

        if (count < 3)
        {
            throw new InvalidOperationException($"{count} records");
        }
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return unchecked(BitOperations.RotateRight(~crc, 15) + 0xa282ead8);
    }
}
