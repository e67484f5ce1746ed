using System.Numerics;

namespace VaeMlNet.Training.Tests;

public class VectorFunctionsTests
{
    private const double Tolerance = 3e-7;

    [Test]
    public void Exp_NumbersOfAnySize_IsTheExponentialFunction()
    {
        for (var x = -86.9f; x < 86.9f; x += 0.00317f)
        {
            var exact = Math.Exp(x);

            Assert.That(
                VectorFunctions.Exp(new Vector<float>(x))[0],
                Is.EqualTo(exact).Within(Tolerance * exact),
                $"exp({x})"
            );
        }
    }

    [TestCase(-1000, 0)]
    [TestCase(0, 1)]
    [TestCase(1000, float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity, 0)]
    [TestCase(float.PositiveInfinity, float.PositiveInfinity)]
    [TestCase(float.NaN, float.NaN)]
    public void Exp_BeyondTheRange_IsTheLimit(float x, float expected) =>
        Assert.That(VectorFunctions.Exp(new Vector<float>(x))[0], Is.EqualTo(expected));

    [Test]
    public void Exp_OneLaneBeyondTheRange_LeavesTheOthers()
    {
        var lanes = new float[Vector<float>.Count];
        lanes[^1] = 1000;

        var powers = VectorFunctions.Exp(new Vector<float>(lanes));

        Assert.Multiple(() =>
        {
            Assert.That(powers[0], Is.EqualTo(1).Within(Tolerance));
            Assert.That(powers[lanes.Length - 1], Is.EqualTo(float.PositiveInfinity));
        });
    }

    [Test]
    public void Log_NumbersOfAnySize_IsTheLogarithm()
    {
        for (var x = 1.2e-38f; x < 3e38f; x *= 1.00137f)
        {
            var exact = Math.Log(x);

            Assert.That(
                VectorFunctions.Log(new Vector<float>(x))[0],
                Is.EqualTo(exact).Within(Tolerance * Math.Abs(exact)),
                $"log({x})"
            );
        }
    }

    [TestCase(-1, float.NaN)]
    [TestCase(0, float.NegativeInfinity)]
    [TestCase(1, 0)]
    [TestCase(float.Epsilon, -103.27893f)]
    [TestCase(float.PositiveInfinity, float.PositiveInfinity)]
    [TestCase(float.NaN, float.NaN)]
    public void Log_SpecialNumber_IsTheLimit(float x, float expected) =>
        Assert.That(VectorFunctions.Log(new Vector<float>(x))[0], Is.EqualTo(expected));

    [Test]
    public void Tanh_NumbersOfAnySize_IsTheHyperbolicTangent()
    {
        for (var x = 1e-30f; x < 100; x *= 1.00137f)
        {
            var exact = Math.Tanh(x);

            Assert.Multiple(() =>
            {
                Assert.That(Tanh(x), Is.EqualTo(exact).Within(Tolerance * exact), $"tanh({x})");
                Assert.That(Tanh(-x), Is.EqualTo(-exact).Within(Tolerance * exact), $"tanh({-x})");
            });
        }
    }

    [TestCase(0, 0)]
    [TestCase(float.MaxValue, 1)]
    [TestCase(float.NegativeInfinity, -1)]
    [TestCase(float.PositiveInfinity, 1)]
    [TestCase(float.NaN, float.NaN)]
    public void Tanh_SpecialNumber_IsTheLimit(float x, float expected) => Assert.That(Tanh(x), Is.EqualTo(expected));

    private static float Tanh(float x) => VectorFunctions.Tanh(new Vector<float>(x))[0];
}
