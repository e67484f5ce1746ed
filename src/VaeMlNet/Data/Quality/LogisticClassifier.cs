using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace VaeMlNet;

/// <summary>A classifier that uses ML.NET's logistic regression on numbers, their squares and products, and categories.</summary>
/// <remarks>Uses one thread, so that sums are always added in the same order.</remarks>
internal sealed class LogisticClassifier(int seed)
{
    private const int MaximumIterations = 200;

    private readonly MLContext ml = new(seed);

    public float[] Classify(EncodedRows rows, bool[] isSynthetic, int[] training, int[] test)
    {
        var features = new LogisticFeatures(rows, training);
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options
            {
                L1Regularization = 0,
                L2Regularization = 1,
                MaximumNumberOfIterations = MaximumIterations,
                NumberOfThreads = 1,
            }
        );
        var model = trainer.Fit(View(training));
        return Scores(model.Transform(View(test)));

        IDataView View(int[] some) => Load(some, isSynthetic, features);
    }

    private IDataView Load(int[] some, bool[] isSynthetic, LogisticFeatures features)
    {
        var schema = SchemaDefinition.Create(typeof(LogisticRow));
        schema[nameof(LogisticRow.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            features.Width
        );
        var rows = Array.ConvertAll(
            some,
            i => new LogisticRow { Label = isSynthetic[i] ? 1u : 0u, Features = features.Compute(i) }
        );
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>Returns the probability of the second class, the synthetic rows.</summary>
    private static float[] Scores(IDataView scored)
    {
        var column = scored.Schema["Score"];
        using var cursor = scored.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> value = default;
        var scores = new List<float>();
        while (cursor.MoveNext())
        {
            getter(ref value);
            scores.Add(value.GetItemOrDefault(1));
        }

        return [.. scores];
    }

    private sealed class LogisticRow
    {
        /// <summary>Gets or sets the class as a key: 0 for real rows, 1 for synthetic rows.</summary>
        [KeyType(2)]
        public uint Label { get; set; }

        public float[] Features { get; set; } = [];
    }
}
