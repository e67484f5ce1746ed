using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class LogVarianceBoundTests
{
    [Test]
    public void ComputeEncoderOutputs_LogVariancesBeyondTheBound_AreTheBound()
    {
        using var scope = NewDisposeScope();
        var head = tensor(new float[] { 0, 0, 0, 0, 1e10f, 3, -21, float.NegativeInfinity }, [1, 8]).requires_grad_();

        var logVariance = new GaussianLatentOptions().Create(4).ComputeEncoderOutputs(head)[1];

        Assert.That(TensorValues.Floats(logVariance.narrow(1, 0, 3)), Is.EqualTo(new float[] { 20, 3, -20 }));
    }

    [Test]
    public void KlPerLatent_LogVarianceFarBeyondTheBound_HasAGradientThatLeadsBack()
    {
        using var scope = NewDisposeScope();
        var latent = new GaussianLatentOptions().Create(2);
        var head = tensor(new float[] { 0, 0, 500, -500 }, [1, 4]).requires_grad_();

        var gradient = TensorValues.Floats(autograd.grad([latent.KlPerLatent(head).sum()], [head])[0]);

        Assert.Multiple(() =>
        {
            Assert.That(gradient[2], Is.EqualTo((Math.Exp(20) - 1) / 2).Within(0.01).Percent);
            Assert.That(gradient[3], Is.EqualTo((Math.Exp(-20) - 1) / 2).Within(0.01).Percent);
        });
    }
}
