using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Checked rows in memory with weight and class, on their way to <see cref="InMemoryData"/>.</summary>
/// <remarks>Tensors belong to the dispose scope of the run.</remarks>
/// <param name="Features">float32 [N, D].</param>
/// <param name="Weights">N weights, or null when all rows count the same.</param>
/// <param name="Classes">N class numbers, or null when classes do not matter.</param>
/// <param name="WeightSource">The source of the weights, for messages.</param>
internal sealed record InMemoryRows(
    Tensor Features,
    IReadOnlyList<float>? Weights,
    IReadOnlyList<int>? Classes,
    string WeightSource
)
{
    private long RowCount => Features.shape[0];

    /// <summary>Sets rows aside for validation if options say so, and balances the others.</summary>
    /// <param name="columnName">The feature column.</param>
    /// <param name="values">The range of the values.</param>
    /// <param name="validation">Validation rows that were given, or null.</param>
    /// <param name="options">Checked options.</param>
    /// <exception cref="InvalidOperationException">No row is left to train on, or none has a weight.</exception>
    public InMemoryData Prepare(string columnName, FeatureValues values, Tensor? validation, VaeTrainerOptions options)
    {
        if (options.Data.ValidationShare == 0)
        {
            return WithoutOutliers(columnName, values, validation, options.Data);
        }

        var (training, held) = Split(options.Data.ValidationShare, options.Seed);
        return Take(training).WithoutOutliers(columnName, values, Features.index_select(0, tensor(held)), options.Data);
    }

    private InMemoryData WithoutOutliers(
        string columnName,
        FeatureValues values,
        Tensor? validation,
        VaeTrainingDataOptions options
    )
    {
        var count = (int)(options.OutlierShare * RowCount);
        if (count == 0)
        {
            return Balance(columnName, values, validation, options);
        }

        var byDistance = RobustDistance
            .PerRow(Features)
            .Index()
            .OrderBy(row => row.Item)
            .Select(row => (long)row.Index)
            .ToArray();
        var removed = Features.index_select(0, tensor(byDistance[^count..])); // [count, D]
        return Take([.. byDistance[..^count].Order()]).Balance(columnName, values, validation, options, removed);
    }

    private (long[] Training, long[] Validation) Split(double share, int seed)
    {
        using var generator = EpochRandomness.NewGenerator(seed, EpochRandomness.Purpose.Split);
        var order = randperm(RowCount, ScalarType.Int64, generator: generator).data<long>().ToArray();
        var validationCount = (int)Math.Max(1, Math.Round(share * RowCount));
        return validationCount < RowCount
            ? ([.. order[validationCount..].Order()], [.. order[..validationCount].Order()])
            : throw ValidationSplit.NothingLeft(share, RowCount);
    }

    private InMemoryRows Take(long[] rows) =>
        this with
        {
            Features = Features.index_select(0, tensor(rows)),
            Weights = Weights is null ? null : [.. rows.Select(row => Weights[(int)row])],
            Classes = Classes is null ? null : Renumbered([.. rows.Select(row => Classes[(int)row])]),
        };

    /// <summary>Class numbers without gaps: a class may have lost all its rows, and then is none to be balanced.</summary>
    private static int[] Renumbered(int[] classes)
    {
        var numbers = classes.Distinct().Order().Index().ToDictionary(c => c.Item, c => c.Index);
        return Array.ConvertAll(classes, c => numbers[c]);
    }

    private InMemoryData Balance(
        string columnName,
        FeatureValues values,
        Tensor? validation,
        VaeTrainingDataOptions options,
        Tensor? removed = null
    )
    {
        var classRows =
            options.ClassBalance == VaeClassBalance.Resample && Classes is not null ? new ClassRows(Classes) : null;
        return new InMemoryData(columnName, values, Features, Normalized(options), classRows, validation)
        {
            Removed = removed,
        };
    }

    /// <summary>float32 [N], 1 on average over an epoch's rows; null when all rows count the same.</summary>
    private Tensor? Normalized(VaeTrainingDataOptions options)
    {
        if (Weights is null && options.ClassBalance != VaeClassBalance.Weight)
        {
            return null;
        }

        var sums = new RowWeights(options.ClassBalance);
        for (var row = 0; row < RowCount; row++)
        {
            sums.Add(WeightOf(row), ClassOf(row));
        }

        sums.CheckSums(WeightSource);
        var weights = new float[RowCount];
        for (var row = 0; row < weights.Length; row++)
        {
            weights[row] = (float)(WeightOf(row) * sums.Factor(ClassOf(row)));
        }

        return tensor(weights);
    }

    private float WeightOf(int row) => Weights?[row] ?? 1;

    private int ClassOf(int row) => Classes?[row] ?? 0;
}
