using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Reads training rows into memory, from ML.NET data or from tensors.</summary>
internal static class InMemoryReader
{
    /// <summary>The name of the tensors' weights in messages.</summary>
    public const string WeightsName = nameof(VaeTrainingTensors.ExampleWeights);

    /// <summary>Reads ML.NET data once. Labels become class numbers.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, or a value, weight or label is unusable.</exception>
    public static VaeTrainingTensors Read(
        IDataView data,
        TrainingColumns columns,
        FeatureValues values,
        CancellationToken cancellationToken
    )
    {
        using var reader = new TrainingRowReader(data, columns, values, new());
        var rows = new RowCollector(columns.Width, data.GetRowCount());
        List<float>? weights = columns.Weight is null ? null : [];
        List<long>? classes = columns.Label is null ? null : [];
        List<float>? targets = columns.Target is null ? null : [];
        while (reader.MoveNext(rows.Free))
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Take();
            weights?.Add(reader.Weight);
            classes?.Add(reader.ClassIndex);
            targets?.Add(reader.Target);
        }

        return rows.RowCount > 0
            ? new VaeTrainingTensors(rows.ToTensor())
            {
                ExampleWeights = weights is null ? null : tensor(weights.ToArray()), // [N]
                Labels = classes is null ? null : tensor(classes.ToArray()), // [N]
                Targets = targets is null ? null : tensor(targets.ToArray()), // [N]
            }
            : throw ColumnChecks.Empty(values.Source);
    }

    /// <summary>Checks tensors. Labels become class numbers; they are dropped if classes are not balanced.</summary>
    /// <exception cref="ArgumentException">A tensor does not have the required type and shape.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value or weight is unusable.</exception>
    public static VaeTrainingTensors Check(VaeTrainingTensors tensors, FeatureValues values, VaeClassBalance balance)
    {
        FeatureTensor.Check(tensors.Rows, null, values);
        var rowCount = tensors.Rows.shape[0];
        return tensors with
        {
            ExampleWeights = Weights(tensors, rowCount),
            Labels = Classes(tensors, rowCount, balance),
        };
    }

    private static Tensor? Weights(VaeTrainingTensors tensors, long rowCount)
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

        return tensor(weights);
    }

    private static Tensor? Classes(VaeTrainingTensors tensors, long rowCount, VaeClassBalance balance)
    {
        if (balance == VaeClassBalance.None)
        {
            return null;
        }

        if (tensors.Labels is not { } labels)
        {
            throw new ArgumentException(
                $"VaeTrainerOptions.Data.ClassBalance is {balance}, but {nameof(VaeTrainingTensors)}.{nameof(VaeTrainingTensors.Labels)} "
                    + "is null. Set it to the class of each row.",
                nameof(tensors)
            );
        }

        CheckVector(labels, ScalarType.Int64, rowCount, nameof(VaeTrainingTensors.Labels));
        var classes = new ClassIndices();
        return tensor(Array.ConvertAll(TensorValues.Integers(labels), label => (long)classes.FindOrAdd(label)));
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
