using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>
/// A table of payments, generated: the machine decides which amounts are usual, so that an amount can be usual for one machine and unusual for
/// another.
/// </summary>
internal static class ConditionedTable
{
    public static readonly string[] Columns = ["Amount", "Weight", "Mode"];

    public static readonly string[] Machines = ["drill", "lathe", "press"];

    public static VaeTrainerOptions Options { get; } =
        new()
        {
            HiddenDims = [32],
            LatentDim = 3,
            EpochCount = 30,
            BatchSize = 64,
            LearningRate = 5e-3,
            LearningRateSchedule = new(),
            InputNoise = new(),
            Beta = 1,
            Likelihood = GaussianLikelihoodOptions.ForTables,
            TrimmedShare = 0,
            Data = new() { ValidationShare = 0 },
            ConditionColumns = ["Machine"],
        };

    /// <summary>A row.</summary>
    /// <param name="Machine">The machine, from 0.</param>
    /// <param name="Amount">About 20, 50 and 80 for the three machines.</param>
    /// <param name="Weight">About twice the amount.</param>
    /// <param name="Mode">The mode, from 0, which is random.</param>
    /// <param name="IsNight">Whether the row was made at night, when amounts are 5 larger.</param>
    /// <param name="Heat">A temperature, which adds a tenth of it to the amount.</param>
    public sealed record Payment(int Machine, float Amount, float Weight, int Mode, bool IsNight, float Heat);

    /// <summary>Creates rows. Half of them are of the drill, three in ten of the lathe, and two in ten of the press.</summary>
    public static Payment[] Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(row => NewRow(random, row))];
    }

    /// <summary>Creates a view. Its column Other is another machine than the row's.</summary>
    public static IDataView View(IEnumerable<Payment> rows, int other = 0)
    {
        var ml = new MLContext(1);
        var view = ml.Data.LoadFromEnumerable(rows.Select(row => Row.Create(row, other)).ToArray());
        var machines = ml.Data.LoadFromEnumerable(Machines.Select(m => new MachineName { Name = m }).ToArray());
        return ml
            .Transforms.Conversion.MapValueToKey("Machine", "MachineName", keyData: machines)
            .Append(ml.Transforms.Conversion.MapValueToKey("Other", "OtherName", keyData: machines))
            .Fit(view)
            .Transform(view);
    }

    /// <summary>Trains a model and exports it.</summary>
    public static VaeModel Train(
        string folder,
        VaeTrainerOptions options,
        int rowCount = 1000,
        string[]? columns = null
    )
    {
        var data = View(Rows(rowCount));
        using var trained = new VaeTrainer(options).Fit(data, columns ?? Columns);
        trained.Export(folder, data);
        return VaeModel.Open(folder);
    }

    private static Payment NewRow(Random random, int row)
    {
        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var place = row % 10;
        var machine =
            place < 5 ? 0
            : place < 8 ? 1
            : 2;
        var isNight = random.NextDouble() < 0.4;
        var heat = 20 + (10 * random.NextDouble());
        var amount = 20 + (30 * machine) + (isNight ? 5 : 0) + (0.1 * heat) + (2 * Normal());
        return new(machine, (float)amount, (float)((2 * amount) + Normal()), random.Next(2), isNight, (float)heat);
    }

    private sealed class MachineName
    {
        public string Name { get; set; } = "";
    }

    private sealed class Row
    {
        public float Amount { get; set; }

        public float Weight { get; set; }

        [KeyType(2)]
        public uint Mode { get; set; }

        public string MachineName { get; set; } = "";

        public string OtherName { get; set; } = "";

        public bool Night { get; set; }

        public float Heat { get; set; }

        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public static Row Create(Payment row, int other) =>
            new()
            {
                Amount = row.Amount,
                Weight = row.Weight,
                Mode = (uint)row.Mode,
                MachineName =
                    row.Machine < 0 ? ""
                    : row.Machine < Machines.Length ? Machines[row.Machine]
                    : "other",
                OtherName = Machines[other],
                Night = row.IsNight,
                Heat = row.Heat,
                Features = [row.Amount / 100, row.Weight / 200],
            };
    }
}
