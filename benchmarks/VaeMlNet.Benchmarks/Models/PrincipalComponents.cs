using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>The projections of images onto the principal components of the training images, by ML.NET.</summary>
internal sealed class PrincipalComponents
{
    private const string Projected = "Projected";

    private PrincipalComponents(Tensor train, Tensor test, double testSquaredErrorPerPixel)
    {
        (Train, Test, TestSquaredErrorPerPixel) = (train, test, testSquaredErrorPerPixel);
    }

    /// <summary>Gets the projections of the training images, float32 [N, rank].</summary>
    public Tensor Train { get; }

    /// <summary>Gets the projections of the test images, float32 [10000, rank].</summary>
    public Tensor Test { get; }

    /// <summary>Gets the mean squared error of test images reconstructed from their projections.</summary>
    public double TestSquaredErrorPerPixel { get; }

    public static PrincipalComponents Fit(DigitTensors digits, int rank)
    {
        var ml = new MLContext(seed: 1);
        var train = View(ml, digits.TrainImages);
        var projection = ml
            .Transforms.ProjectToPrincipalComponents(Projected, FeatureFileView.ColumnName, rank: rank, seed: 1)
            .Fit(train);
        var trainProjections = Read(projection.Transform(train), rank);
        var testProjections = Read(projection.Transform(View(ml, digits.TestImages)), rank);
        return new(trainProjections, testProjections, SquaredError(digits, testProjections));
    }

    /// <summary>
    /// Computes the squared error: the squared distance from the mean less the part that the orthonormal components
    /// explain.
    /// </summary>
    private static double SquaredError(DigitTensors digits, Tensor testProjections)
    {
        using var scope = NewDisposeScope();
        var centered = (digits.Test - digits.Train.mean([0L])).to(ScalarType.Float64);
        var kept = testProjections.to(ScalarType.Float64).square().sum();
        return (centered.square().sum() - kept).item<double>() / centered.numel();
    }

    private static IDataView View(MLContext ml, FeatureMatrix images) =>
        FeatureDataView.Create(
            ml,
            Enumerable.Range(0, images.RowCount).Select(i => images.Row(i).ToArray()),
            images.Width
        );

    private static Tensor Read(IDataView view, int width)
    {
        List<float> values = [];
        using var cursor = view.GetRowCursor([view.Schema[Projected]]);
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[Projected]);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            getter(ref row);
            values.AddRange(row.DenseValues());
        }

        return tensor(values.ToArray(), [values.Count / width, width]);
    }
}
