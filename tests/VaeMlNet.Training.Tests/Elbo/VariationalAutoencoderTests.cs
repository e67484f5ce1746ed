using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class VariationalAutoencoderTests
{
    [Test]
    public void Constructor_TwoHiddenLayers_MirrorsThemInTheDecoder()
    {
        using var network = Some.Network(784, [128, 64], 2);
        var shapes = network.named_parameters().Select(p => $"{p.name} [{string.Join(", ", p.parameter.shape)}]");

        Assert.That(
            shapes,
            Is.EquivalentTo([
                "encoder.hidden1.weight [128, 784]",
                "encoder.hidden1.bias [128]",
                "encoder.hidden2.weight [64, 128]",
                "encoder.hidden2.bias [64]",
                "posterior.weight [4, 64]",
                "posterior.bias [4]",
                "decoder.hidden1.weight [64, 2]",
                "decoder.hidden1.bias [64]",
                "decoder.hidden2.weight [128, 64]",
                "decoder.hidden2.bias [128]",
                "decoder.output.weight [784, 128]",
                "decoder.output.bias [784]",
            ])
        );
    }

    [Test]
    public void Encode_Rows_GivesMeanAndLogVariancePerLatent()
    {
        using var scope = NewDisposeScope();
        using var network = Some.Network(Some.Width, [8], 3);
        var outputs = network.Latent.ComputeEncoderOutputs(network.ComputeHead(Some.Rows(5)));

        Assert.Multiple(() =>
        {
            Assert.That(outputs[0].shape, Is.EqualTo(new long[] { 5, 3 }));
            Assert.That(outputs[1].shape, Is.EqualTo(new long[] { 5, 3 }));
        });
    }

    [Test]
    public void Forward_Rows_DecodesThePosteriorMean()
    {
        using var scope = NewDisposeScope();
        using var network = Some.Network(Some.Width, [8], 3);
        var x = Some.Rows(5);
        var expected = network.Decode(network.Encode(x));
        var actual = network.call(x);

        Assert.That(TensorValues.Floats(actual), Is.EqualTo(TensorValues.Floats(expected)));
        Assert.That(actual.shape, Is.EqualTo(new long[] { 5, Some.Width }));
    }

    [Test]
    public void Initialize_SameSeed_GivesTheSameWeightsWithinTheirBound()
    {
        using var first = Some.Network(100, [8], 3);
        using var second = Some.Network(100, [8], 3);
        using var generator = new Generator(5);
        using var sameGenerator = new Generator(5);
        first.Initialize(generator);
        second.Initialize(sameGenerator);
        var weights = TensorValues.Floats(first.get_parameter("encoder.hidden1.weight")!);

        Assert.Multiple(() =>
        {
            Assert.That(TensorValues.Floats(second.get_parameter("encoder.hidden1.weight")!), Is.EqualTo(weights));
            Assert.That(weights.Max(Math.Abs), Is.InRange(0.095, 0.1)); // 1/sqrt(100)
        });
    }

    [Test]
    public void Constructor_NoHiddenLayer_Throws() =>
        Assert.That(
            () => Some.Network(4, [], 2),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("HiddenDims")
        );
}
