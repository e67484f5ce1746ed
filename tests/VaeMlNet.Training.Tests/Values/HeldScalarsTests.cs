using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet.Tests;

public class HeldScalarsTests
{
    [Test]
    public void Held_GarbageCollectionBeforeOthersFollow_KeepsTheScalarAlive()
    {
        var scalar = Forgotten();
        GC.Collect();

        Assert.That(scalar.TryGetTarget(out _), Is.True);
    }

    [Test]
    public void Held_GarbageCollectionAfterManyOthers_ReleasesTheScalar()
    {
        var scalar = Forgotten();
        for (var i = 0; i < 1000; i++)
        {
            Held((double)i);
        }

        GC.Collect();

        Assert.That(scalar.TryGetTarget(out _), Is.False);
    }

    /// <summary>New scalars between the tensors of a step would divide the memory of malloc.</summary>
    [TestCase(double.NaN)]
    [TestCase(0)]
    [TestCase(0.5)]
    public void Held_NumberAmongTheLatest_IsTheSameScalar(double number)
    {
        var first = Held(number);
        for (var i = 1; i < 200; i++)
        {
            Held((double)i);

            Assert.That(Held(number), Is.SameAs(first));
        }
    }

    [Test]
    public void Held_NumbersWithTheSameBits_AreOfTheirOwnType()
    {
        Assert.That(Held(0L).Type, Is.EqualTo(ScalarType.Int64));
        Assert.That(Held(0.0).Type, Is.EqualTo(ScalarType.Float64));
    }

    [Test]
    public void Plus_IntegersAndANumber_StayIntegers()
    {
        using var scope = NewDisposeScope();
        var sum = tensor(new long[] { 1, 2 }).Plus(Held(3)).Plus(tensor(new long[] { 10, 20 }));

        Assert.That(sum.data<long>().ToArray(), Is.EqualTo([14L, 25L]));
    }

    [Test]
    public void Squared_OfNumbers_IsTheirSquare()
    {
        using var scope = NewDisposeScope();

        Assert.That(tensor(new[] { -3f, 0.5f }).Squared().data<float>().ToArray(), Is.EqualTo([9f, 0.25f]));
    }

    [Test]
    public void Softplus_FarFromZero_KeepsAllDigitsAndTheGradient()
    {
        using var scope = NewDisposeScope();
        double[] numbers = [-700, -40, -1, 0, 1, 40, 700];
        var x = tensor(numbers).requires_grad_();
        var y = x.Softplus();
        y.sum().backward();
        // log(1 + e) = 2 artanh(e / (2 + e)), which keeps the digits of a small e
        var expected = numbers.Select(n =>
            Math.Max(n, 0) + (2 * Math.Atanh(Math.Exp(-Math.Abs(n)) / (2 + Math.Exp(-Math.Abs(n)))))
        );

        Assert.That(y.data<double>().ToArray(), Is.EqualTo(expected).Within(1e-14).Percent);
        Assert.That(x.grad!.allclose(x.detach().sigmoid()), Is.True);
    }

    /// <summary>Creates a scalar to which only its holder refers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<Scalar> Forgotten() => new(Held(0.5));
}
