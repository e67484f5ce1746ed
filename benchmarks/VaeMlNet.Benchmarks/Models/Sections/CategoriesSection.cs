using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Compares one-hot slots with learned vectors for a column of many categories. In the generated table, each category has a place in a plane and
/// a frequency (Zipf), and the other columns depend on the place.
/// </summary>
internal sealed class CategoriesSection : FiguresSection
{
    private const int TrainingRowCount = 20_000;
    private const int TestRowCount = 2_000;
    private const int ZoneCount = 8;

    private static readonly int[] CategoryCounts = [50, 500, 5_000];

    private static readonly string[] ColumnNames = ["East", "North", "Price", "Zone", "Item"];

    public override string Name => "categories";

    public override string Title =>
        "Columns of many categories: generated tables of 20,000 rows, defaults of tables, seed 1";

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run) =>
        [
            new FigureTable(
                FormattableString.Invariant(
                    $"After {EpochCount(run)} epochs. The last three columns are of {TestRowCount} test rows: the item from the other columns, and zone and price from the item alone"
                ),
                [
                    "categories",
                    "input",
                    "training, s",
                    "item in memory, MB",
                    "model folder, kB",
                    "-log p(item), nats",
                    "item right, %",
                    "zone right, %",
                    "error of price",
                ],
                [
                    .. CategoryCounts.SelectMany(count =>
                        (string[][])[Measure(run, count, isEmbedded: false), Measure(run, count, isEmbedded: true)]
                    ),
                ]
            ),
        ];

    private string[] Measure(SectionRun run, int count, bool isEmbedded)
    {
        MLContext ml = new(seed: 1);
        var places = new Places(count);
        var training = View(ml, places.Rows(TrainingRowCount, seed: 1), count);
        var test = places.Rows(TestRowCount, seed: 2);
        var folder = Directory.CreateTempSubdirectory("categories").FullName;
        try
        {
            VaeTrainerOptions options = new()
            {
                EpochCount = EpochCount(run),
                EmbedCategoriesAbove = isEmbedded ? 0 : int.MaxValue,
                Data = new() { ValidationShare = 0 },
            };
            var watch = Stopwatch.StartNew();
            using var trained = new VaeTrainer(options).Fit(training, ColumnNames);
            var seconds = watch.Elapsed.TotalSeconds;
            var model = Path.Combine(folder, "model");
            trained.Export(model, training);
            var (logLoss, right) = OfItem(ml, model, test, count);
            var (zone, price) = FromItem(ml, model, test, count);
            string[] row =
            [
                FormattableString.Invariant($"{count:N0}"),
                isEmbedded ? "vectors" : "one-hot",
                FormattableString.Invariant($"{seconds:F0}"),
                FormattableString.Invariant($"{(isEmbedded ? 1 : count) * 4.0 * TrainingRowCount / 1e6:F1}"),
                FormattableString.Invariant(
                    $"{new DirectoryInfo(model).EnumerateFiles().Sum(f => f.Length) / 1000:N0}"
                ),
                Two(logLoss),
                Percent(right),
                Percent(zone),
                Two(price),
            ];
            run.Report(string.Join("; ", row));
            return row;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Returns the mean of -log p of the item, and how often the most probable item is right, without the item as input.</summary>
    private static (double LogLoss, double Right) OfItem(MLContext ml, string model, Row[] test, int count)
    {
        var gaps = View(ml, [.. test.Select(row => row with { Item = (uint)count })], count);
        var decoded = ml.Transforms.VaeReconstruct("Decoded", ColumnNames, model).Fit(gaps).Transform(gaps);
        var (logLoss, right) = (0.0, 0);
        foreach (var (own, expected) in decoded.GetColumn<float[]>("Decoded").Zip(test))
        {
            var probabilities = own.AsSpan()[^count..]; // the last column
            logLoss -= Math.Log(Math.Max(probabilities[(int)expected.Item], 1e-30));
            right += probabilities.IndexOf(own[^count..].Max()) == expected.Item ? 1 : 0;
        }

        return (logLoss / test.Length, (double)right / test.Length);
    }

    /// <summary>Returns how often the imputed zone is right, and the root mean square error of the imputed price, from the item alone.</summary>
    private static (double Zone, double Price) FromItem(MLContext ml, string model, Row[] test, int count)
    {
        Row[] gaps =
        [
            .. test.Select(row =>
                row with
                {
                    East = float.NaN,
                    North = float.NaN,
                    Price = float.NaN,
                    Zone = ZoneCount,
                }
            ),
        ];
        var data = View(ml, gaps, count);
        var filled = ml.Transforms.VaeImpute(ColumnNames, model).Fit(data).Transform(data);
        // ML.NET counts keys of views from 1, and those of a class from 0.
        var zones = filled.GetColumn<uint>("Zone").Zip(test, (zone, row) => zone == row.Zone + 1 ? 1 : 0);
        var errors = filled.GetColumn<float>("Price").Zip(test, (price, row) => Math.Pow(price - row.Price, 2));
        return (zones.Average(), Math.Sqrt(errors.Average()));
    }

    private static IDataView View(MLContext ml, Row[] rows, int count)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Item)].ColumnType = new KeyDataViewType(typeof(uint), (ulong)count);
        schema[nameof(Row.Zone)].ColumnType = new KeyDataViewType(typeof(uint), ZoneCount);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>A row; the keys count from 0, and the number of categories is a missing key.</summary>
    private sealed record Row
    {
        public float East { get; init; }

        public float North { get; init; }

        public float Price { get; init; }

        public uint Zone { get; init; }

        public uint Item { get; init; }
    }

    /// <summary>The place and price of each category.</summary>
    private sealed class Places
    {
        private readonly (double East, double North, double Price)[] all;
        private readonly double[] shares;

        public Places(int count)
        {
            var random = new Random(7);
            all =
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(_ => (random.NextDouble(), random.NextDouble(), random.NextDouble())),
            ];
            var total = Enumerable.Range(1, count).Sum(rank => 1.0 / rank);
            shares = [.. Enumerable.Range(1, count).Select(rank => 1 / (rank * total))];
        }

        public Row[] Rows(int count, int seed)
        {
            var random = new Random(seed);
            return [.. Enumerable.Range(0, count).Select(_ => NewRow(random))];
        }

        private Row NewRow(Random random)
        {
            var left = random.NextDouble();
            var item = 0;
            while (item < shares.Length - 1 && (left -= shares[item]) > 0)
            {
                item++;
            }

            var (east, north, price) = all[item];
            double Noise() => 0.1 * (random.NextDouble() - 0.5);
            return new Row
            {
                East = (float)(east + Noise()),
                North = (float)(north + Noise()),
                Price = (float)(price + Noise()),
                Zone = (uint)(Math.Clamp((int)((east + Noise()) * 4), 0, 3) + (north > 0.5 ? 4 : 0)),
                Item = (uint)item,
            };
        }
    }
}
