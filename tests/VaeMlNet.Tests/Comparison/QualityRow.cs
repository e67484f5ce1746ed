using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>A row of every type that can be compared.</summary>
internal sealed class QualityRow
{
    /// <summary>Keys count from 0 in a user's class. A key beyond their number is missing.</summary>
    public const uint MissingJob = 4;

    public float Age { get; set; }

    [VectorType(2)]
    public float[] Sensors { get; set; } = [0, 0];

    public bool IsOwner { get; set; }

    [KeyType(4)]
    public uint Job { get; set; }

    /// <summary>
    /// Creates rows whose columns depend on each other: the first sensor and the owner on the age, and the job on the owner.
    /// </summary>
    public static QualityRow[] Make(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Make(random))];
    }

    public static IDataView View(IEnumerable<QualityRow> rows) =>
        new MLContext(seed: 1).Data.LoadFromEnumerable(rows.ToArray());

    public QualityRow Copy() => (QualityRow)MemberwiseClone();

    /// <summary>
    /// Returns rows in which each column contains the same cells, shuffled independently of the other columns.
    /// </summary>
    public static QualityRow[] Shuffled(QualityRow[] rows, int seed)
    {
        var random = new Random(seed);
        float[] ages = [.. rows.Select(r => r.Age)];
        float[][] sensors = [.. rows.Select(r => r.Sensors)];
        bool[] owners = [.. rows.Select(r => r.IsOwner)];
        uint[] jobs = [.. rows.Select(r => r.Job)];
        random.Shuffle(ages);
        random.Shuffle(sensors);
        random.Shuffle(owners);
        random.Shuffle(jobs);
        return
        [
            .. rows.Select(
                (_, i) =>
                    new QualityRow
                    {
                        Age = ages[i],
                        Sensors = sensors[i],
                        IsOwner = owners[i],
                        Job = jobs[i],
                    }
            ),
        ];
    }

    private static QualityRow Make(Random random)
    {
        var age = Normal(random);
        var isOwner = age + (0.5 * Normal(random)) > 0;
        return new()
        {
            Age = (float)((10 * age) + 40),
            Sensors = [(float)(age + (0.3 * Normal(random))), (float)Math.Exp(Normal(random))],
            IsOwner = isOwner,
            Job = (uint)(isOwner ? random.Next(0, 2) : random.Next(1, 4)),
        };
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
