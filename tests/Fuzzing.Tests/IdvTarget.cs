using System.Buffers.Binary;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet;

namespace Fuzzing.Tests;

/// <summary>
/// Files in ML.NET's binary format with the columns that the steps write. ML.NET reads them; its rows are encoded by a model.
/// </summary>
/// <param name="folder">A folder for the file.</param>
internal sealed class IdvTarget(string folder) : FuzzTarget
{
    private const int HeaderLength = 52;
    private const int TableOfContentsOffset = 24;
    private static readonly string Model = Path.Combine(Repository.Root, "tests/VaeMlNet.Tests/Fixtures/gaussian");
    private static readonly int[] Sizes = [0, -1, 1, 7, 65_536, 1 << 28, int.MaxValue, int.MinValue];

    private readonly MLContext ml = new(seed: 1);
    private readonly string path = Path.Combine(folder, "damaged.idv");
    private byte[] original = [];
    private byte[] expanded = [];

    /// <summary>Gets the processor time for the largest row count that a small file declares.</summary>
    public override TimeSpan LongestTime => TimeSpan.FromSeconds(5);

    public override string Damage(int seed)
    {
        Random random = new(seed);
        var isExpanded = random.Next(3) > 0;
        byte[] bytes = [.. isExpanded ? expanded : original];
        switch (random.Next(4))
        {
            case 0:
                bytes = ByteMutation.Mutate(bytes, random);
                break;
            case 1:
                bytes[random.Next(HeaderLength)] = (byte)random.Next(256);
                break;
            case 2:
                var contents = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(TableOfContentsOffset));
                bytes[random.Next(contents, bytes.Length)] = (byte)random.Next(256);
                break;
            default:
                var at = random.Next(HeaderLength, bytes.Length - sizeof(int));
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), Sizes[random.Next(Sizes.Length)]);
                break;
        }

        File.WriteAllBytes(path, bytes);
        return isExpanded ? "a file without compression" : "a file as it is saved";
    }

    public override void UseOriginal()
    {
        original = MemorySource.Save(ml, Scored());
        expanded = ExpandedIdv.Create(original);
        foreach (var bytes in new[] { original, expanded })
        {
            File.WriteAllBytes(path, bytes);
            UseDamaged();
        }

        if (Refused > 0)
        {
            throw new InvalidOperationException("The original file is refused.");
        }
    }

    public override void UseDamaged() =>
        Documented(() =>
        {
            var view = ml.Data.LoadFromBinary(path);
            using (view as IDisposable)
            {
                ViewText.Write(view);
                ViewText.Write(ml.Transforms.VaeEncode("Encoded", "Features", Model).Fit(view).Transform(view));
            }
        });

    /// <summary>
    /// Returns whether ML.NET throws such an exception for files that contradict themselves, or a step throws it for
    /// columns that do not fit. Such a column has a name that is missing or not allowed, or a number out of range.
    /// </summary>
    protected override bool IsDocumented(Exception refusal) =>
        refusal is TargetInvocationException { InnerException: { } inner }
            ? IsDocumented(inner)
            : refusal
                is FormatException
                    or InvalidOperationException
                    or InvalidDataException
                    or IOException
                    or NotSupportedException
                    or ArgumentException
                    or OverflowException
                    or VaeModelException;

    private IDataView Scored()
    {
        Random random = new(1);
        var rows = ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, 20)
                .Select(i => new Row
                {
                    Features = [.. Enumerable.Range(0, 6).Select(_ => random.NextSingle())],
                    Name = $"row {i % 3}",
                })
                .ToArray()
        );
        VaeScoreOptions options = new()
        {
            ContributionsColumnName = "Contributions",
            PredictedLabelColumnName = "PredictedLabel",
        };
        return ml
            .Transforms.Conversion.MapValueToKey("Key", "Name")
            .Append(ml.Transforms.VaeEncode("Latent", "Features", Model))
            .Append(ml.Transforms.VaeScore("Score", "Features", Model, options))
            .Append(ml.Transforms.Conversion.MapKeyToVector("Sparse", "Key"))
            .Fit(rows)
            .Transform(rows);
    }

    private sealed class Row
    {
        [VectorType(6)]
        public float[] Features { get; init; } = [];

        public string Name { get; init; } = "";
    }
}
