using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The outputs with which the network of a table begins.</summary>
public sealed class MarginalOutputTests
{
    private const int RowCount = 200;

    private static readonly HardTable Table = new(
        "shares",
        RowCount,
        HardTable.Number("Zeros", row => row % 10 == 0 ? row + 1 : 0), // a tenth are other numbers than 0
        HardTable.Flag("Rare", row => row % 20 == 0),
        new ScalarSource<uint>(
            "Class",
            new KeyDataViewType(typeof(uint), 3),
            row => row % 10 == 0 ? 3u : 1u + (uint)(row % 2)
        )
    );

    private static readonly VaeTrainerOptions Options = new()
    {
        EpochCount = 1,
        LearningRate = 1e-9,
        HiddenDims = [16],
        LatentDim = 2,
        UsesRegressions = false,
        EarlyStopping = new() { Patience = 1 },
    };

    [Test]
    public void Mean_MarginalOutputs_AreTheSharesOfTheTrainingRows()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Trained();
        var likelihood = (TableLikelihood)model.Network.Likelihood;

        var shares = TensorValues.Floats(likelihood.Mean(tensor(likelihood.MarginalOutputs()).unsqueeze(0)));

        // Every outcome counts as seen once more.
        Assert.That(shares[0], Is.EqualTo(11f / 202).Within(1e-5), "Rare");
        Assert.That(shares[^3..], Is.EqualTo(new[] { 81f / 203, 101f / 203, 21f / 203 }).Within(1e-5), "Class");

        var bins = model.Network.Table!.Bins.Single();
        var zero = bins.Find(0);

        Assert.That(shares[1 + zero], Is.EqualTo(181f / (RowCount + bins.Count)).Within(1e-5), "Zeros");
    }

    [Test]
    public void Decode_NetworkAtItsBeginning_IsNearTheShares()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Trained();
        var network = model.Network;

        var shares = TensorValues.Floats(network.Likelihood.Mean(network.Decode(zeros(1, 2))));

        Assert.That(shares[0], Is.LessThan(0.2), "a Boolean that is true in one row of twenty");
        Assert.That(shares[^1], Is.LessThan(0.25), "a category of a tenth of the rows");
    }

    private static TrainedVae Trained() => new VaeTrainer(Options).Fit(Table.View, Table.ColumnNames);
}
