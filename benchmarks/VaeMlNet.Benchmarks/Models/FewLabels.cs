using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks.Models;

/// <summary>Classifiers of digits on given features, with all labels or a few, judged by the first 5,000 test images.</summary>
internal sealed class FewLabels
{
    private const int TestCount = 5000;
    private const int DrawCount = 3;

    private readonly Tensor train;
    private readonly Tensor test;
    private readonly byte[] trainLabels;
    private readonly byte[] testLabels;

    /// <summary>Standardises the features by all training images.</summary>
    /// <param name="train">float32 [N, F].</param>
    /// <param name="test">float32 [10000, F].</param>
    /// <param name="digits">Their labels.</param>
    public FewLabels(Tensor train, Tensor test, DigitTensors digits)
    {
        using var scope = NewDisposeScope();
        Tensor mean = train.mean([0L]);
        // A pixel that never changes has no spread to divide by.
        Tensor deviation = (train - mean).square().mean([0L]).sqrt().clamp_min(1e-6f);
        this.train = ((train - mean) / deviation).MoveToOuterDisposeScope();
        this.test = ((test.narrow(0, 0, TestCount) - mean) / deviation).MoveToOuterDisposeScope();
        trainLabels = digits.TrainLabels;
        testLabels = digits.TestLabels[..TestCount];
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
        IDataView testView = View(ml, test, testLabels);
        return Draws(labelCount)
            .Average(rows =>
            {
                var pipeline = ml
                    .Transforms.Conversion.MapValueToKey("Label")
                    .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options));
                var model = pipeline.Fit(View(ml, Select(rows), Labels(rows)));
                return 1 - ml.MulticlassClassification.Evaluate(model.Transform(testView)).MicroAccuracy;
            });
    }

    /// <summary>The error of the label of the nearest labelled image, the mean of three draws.</summary>
    public double NearestNeighbourError(int labelCount) =>
        Draws(labelCount)
            .Average(rows =>
            {
                using var scope = NewDisposeScope();
                Tensor known = Select(rows); // [M, F]
                // |a - b|^2 without |a|^2, which is the same for all candidates: [T, M].
                Tensor distances = known.square().sum(1) - (test.matmul(known.t()) * 2);
                long[] nearest = distances.argmin(1).data<long>().ToArray();
                byte[] labels = Labels(rows);
                return nearest.Where((neighbour, i) => labels[neighbour] != testLabels[i]).Count()
                    / (double)testLabels.Length;
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

    private Tensor Select(long[] rows)
    {
        using Tensor indices = tensor(rows);
        return train.index_select(0, indices);
    }

    private byte[] Labels(long[] rows) => [.. rows.Select(row => trainLabels[row])];

    private static IDataView View(MLContext ml, Tensor features, byte[] labels)
    {
        int width = (int)features.shape[1];
        float[] values = features.contiguous().data<float>().ToArray();
        SchemaDefinition schema = SchemaDefinition.Create(typeof(LabelledRow));
        schema[nameof(LabelledRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return ml.Data.LoadFromEnumerable(
            labels
                .Select(
                    (label, i) => new LabelledRow { Features = values[(i * width)..((i + 1) * width)], Label = label }
                )
                .ToArray(),
            schema
        );
    }

    private sealed class LabelledRow
    {
        public float[] Features { get; set; } = [];

        public uint Label { get; set; }
    }
}
