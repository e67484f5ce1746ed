using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Reads training rows into memory, from ML.NET data or from tensors.</summary>
internal static class InMemoryReader
{
    /// <summary>The name of the tensors' weights in messages.</summary>
    public const string WeightsName = "exampleWeights";

    /// <summary>Reads ML.NET data once. Labels become class numbers.</summary>
    /// <param name="data">The data.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="values">Receives the features.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="digest">Receives each row; null for none.</param>
    /// <exception cref="InvalidOperationException">There are no rows, or a value, weight or label is unusable.</exception>
    public static GivenRows Read(
        IDataView data,
        TrainingColumns columns,
        FeatureValues values,
        CancellationToken cancellationToken,
        RowDigest? digest = null
    )
    {
        using var reader = new TrainingRowReader(data, columns, values, new()) { Digest = digest };
        CollectedRows rows = new(columns.Width);
        var weights = columns.Weight is null ? null : new CollectedRows(1);
        var targets = columns.Target is null ? null : new CollectedRows(1);
        List<int>? classes = columns.Label is null ? null : [];
        while (reader.MoveNext(rows.Free))
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Take();
            weights?.Add([reader.Weight]);
            classes?.Add(reader.ClassIndex);
            targets?.Add([reader.Target]);
        }

        return rows.Count > 0
            ? new GivenRows(columns.Features.ForNetwork(rows))
            {
                Weights = weights?.OnlySlot(),
                Classes = classes?.ToArray(),
                Targets = targets?.OnlySlot(),
            }
            : throw ColumnChecks.Empty(values.Source);
    }

    /// <summary>Checks tensors. Classes become numbers from 0.</summary>
    /// <exception cref="ArgumentException">A tensor does not have the required type and shape.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value or weight is unusable.</exception>
    public static GivenRows Check(TrainingTensors tensors, FeatureValues values)
    {
        FeatureTensor.CheckShape(tensors.Rows, null, values.Source);
        var rowCount = tensors.Rows.shape[0];
        var given = new GivenRows(new RowsOfTensor(tensors.Rows))
        {
            Weights = Weights(tensors, rowCount),
            Classes = Classes(tensors, rowCount),
            Validation = tensors.ValidationRows is { } validation ? new RowsOfTensor(validation) : null,
        };
        var weighted = given.Weights?.Contains(0) == true ? NumbersOfWeighted(given.Weights) : null;
        given = weighted is null ? given : given.Choose(weighted);
        FeatureTensor.Check(given.Rows, values, weighted);
        return given;
    }

    /// <summary>Returns the numbers of the rows whose weight is not 0, as <see cref="RowsWithWeight"/> does for ML.NET data.</summary>
    private static int[] NumbersOfWeighted(float[] weights)
    {
        int[] weighted = [.. Enumerable.Range(0, weights.Length).Where(row => weights[row] != 0)];
        return weighted.Length > 0 ? weighted : throw RowsWithWeight.None(WeightsName);
    }

    private static float[]? Weights(TrainingTensors tensors, long rowCount)
    {
        if (tensors.ExampleWeights is not { } given)
        {
            return null;
        }

        CheckVector(given, ScalarType.Float32, rowCount, WeightsName);
        var weights = TensorValues.Floats(given);
        for (var row = 0; row < weights.Length; row++)
        {
            TrainingRowReader.CheckWeight(weights[row], row, WeightsName);
        }

        return weights;
    }

    private static int[]? Classes(TrainingTensors tensors, long rowCount)
    {
        if (tensors.Classes is not { } given)
        {
            return null;
        }

        CheckVector(given, ScalarType.Int64, rowCount, "classes");
        var classes = new ClassIndices();
        return Array.ConvertAll(TensorValues.Integers(given), number => classes.FindOrAdd(number));
    }

    private static void CheckVector(Tensor vector, ScalarType type, long rowCount, string name)
    {
        if (vector.dtype != type || vector.shape.Length != 1 || vector.shape[0] != rowCount)
        {
            throw new ArgumentException(
                $"{name} are {vector.dtype} [{string.Join(", ", vector.shape)}], but {type} [{rowCount}] is needed, one for "
                    + "each row."
            );
        }
    }
}

/// <summary>
/// Training rows as tensors, with their weights, classes and validation rows. See <see cref="VaeTrainer"/>.
/// </summary>
/// <remarks>Thread safety: as safe as the tensors.</remarks>
/// <param name="Rows">float32 [N, D], N and D at least 1.</param>
internal sealed record TrainingTensors(Tensor Rows)
{
    /// <summary>
    /// Gets the weight of each row: float32 [N], finite, at least 0, and not all 0. Default: null, which means equal weights.
    /// </summary>
    public Tensor? ExampleWeights { get; init; }

    /// <summary>
    /// Gets the class of each row, int64 [N]. Any numbers are allowed. Classes then have the same total weight, as with <see
    /// cref="VaeTrainingDataOptions.ClassColumnName"/>. Default: null, which means no classes.
    /// </summary>
    public Tensor? Classes { get; init; }

    /// <summary>
    /// Gets the rows that are evaluated after each epoch and that determine the anomaly thresholds, float32 [M, D], M at least
    /// 1. Default: null, which means none.
    /// </summary>
    public Tensor? ValidationRows { get; init; }
}
