using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Classifiers of digits on given features: with all labels, judged by all test images, or with a few, judged by the first
/// 5,000. Logistic regression standardizes features by the rows whose labels are known.
/// </summary>
internal sealed class FewLabels
{
    private const int TestCountForFewLabels = 5000;
    private const int DrawCount = 3;

    private readonly Tensor train;
    private readonly Tensor test;
    private readonly byte[] trainLabels;
    private readonly byte[] testLabels;

    /// <summary>Keeps the features, which stay the caller's.</summary>
    /// <param name="train">float32 [N, F].</param>
    /// <param name="test">float32 [10000, F].</param>
    /// <param name="digits">Their labels.</param>
    public FewLabels(Tensor train, Tensor test, DigitTensors digits)
    {
        this.train = train;
        this.test = test;
        trainLabels = digits.TrainLabels;
        testLabels = digits.TestLabels;
    }

    /// <summary>The error of multinomial logistic regression.</summary>
    /// <param name="labelCount">How many labels to learn from, the mean of three draws; null for all, once.</param>
    /// <param name="iterations">L-BFGS iterations at most, or null for ML.NET's default.</param>
    public double LogisticRegressionError(int? labelCount, int? iterations)
    {
        using var scope = NewDisposeScope();
        var ml = new MLContext(seed: 1);
        LbfgsMaximumEntropyMulticlassTrainer.Options options = new() { L1Regularization = 0 };
        options.MaximumNumberOfIterations = iterations ?? options.MaximumNumberOfIterations;
        return Draws(labelCount)
            .Average(rows =>
            {
                (var known, var asked) = Standardized(rows);
                var pipeline = ml
                    .Transforms.Conversion.MapValueToKey("Label")
                    .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options));
                var model = pipeline.Fit(View(ml, known, Labels(rows)));
                var predicted = model.Transform(View(ml, asked, testLabels[..(int)asked.shape[0]]));
                return 1 - ml.MulticlassClassification.Evaluate(predicted).MicroAccuracy;
            });
    }

    /// <summary>The error of the label of the nearest labeled image, the mean of three draws.</summary>
    public double NearestNeighborError(int labelCount) =>
        Draws(labelCount)
            .Average(rows =>
            {
                using var scope = NewDisposeScope();
                // As they are: dividing by their spread would make pixels that hardly ever differ count as much as any.
                var known = train.index_select(0, tensor(rows)); // [M, F]
                var asked = test.narrow(0, 0, TestCountForFewLabels); // [T, F]
                // |a - b|^2 without |a|^2, which is the same for all candidates: [T, M].
                var distances = known.square().sum(1) - (asked.matmul(known.t()) * 2);
                var nearest = distances.argmin(1).data<long>().ToArray();
                var labels = Labels(rows);
                return nearest.Where((neighbor, i) => labels[neighbor] != testLabels[i]).Count()
                    / (double)nearest.Length;
            });

    private IEnumerable<long[]> Draws(int? labelCount)
    {
        long[] all = [.. Enumerable.Range(0, trainLabels.Length).Select(i => (long)i)];
        return labelCount is not { } count
            ? [all]
            : Enumerable
                .Range(1, DrawCount)
                .Select(seed =>
                {
                    long[] shuffled = [.. all];
                    new Random(seed).Shuffle(shuffled);
                    return shuffled[..Math.Min(count, shuffled.Length)];
                });
    }

    /// <summary>Labeled and test rows by the labeled rows' mean and deviation, as scikit-learn's StandardScaler does.</summary>
    private (Tensor Known, Tensor Asked) Standardized(long[] rows)
    {
        var isFew = rows.Length < trainLabels.Length;
        var known = train.index_select(0, tensor(rows));
        var mean = known.mean([0L]);
        var deviation = (known - mean).square().mean([0L]).sqrt();
        // What never changes, such as a pixel at the border, has no spread to divide by.
        deviation = deviation.where(deviation > 0, ones_like(deviation));
        var asked = isFew ? test.narrow(0, 0, TestCountForFewLabels) : test;
        return ((known - mean) / deviation, (asked - mean) / deviation);
    }

    private byte[] Labels(long[] rows) => [.. rows.Select(row => trainLabels[row])];

    private static IDataView View(MLContext ml, Tensor features, byte[] labels)
    {
        var width = (int)features.shape[1];
        var values = features.contiguous().data<float>().ToArray();
        var schema = SchemaDefinition.Create(typeof(LabeledRow));
        schema[nameof(LabeledRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return ml.Data.LoadFromEnumerable(
            labels
                .Select(
                    (label, i) => new LabeledRow { Features = values[(i * width)..((i + 1) * width)], Label = label }
                )
                .ToArray(),
            schema
        );
    }

    private sealed class LabeledRow
    {
        public float[] Features { get; set; } = [];

        public uint Label { get; set; }
    }
}
