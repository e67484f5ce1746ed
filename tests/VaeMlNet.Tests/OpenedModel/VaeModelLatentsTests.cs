namespace VaeMlNet.Tests;

public sealed class VaeModelLatentsTests
{
    private VaeModel model = null!;

    [SetUp]
    public void OpenModel() => model = VaeModel.Open(TinyModel.Bernoulli.Folder);

    [TearDown]
    public void DisposeModel() => model.Dispose();

    [Test]
    public void Interpolate_Linear_StepsEvenlyFromEndToEnd() =>
        Assert.That(
            model.Interpolate([1, -2], [3, 2], pointCount: 5),
            Is.EqualTo(new[] { 1, -2, 1.5f, -1, 2, 0, 2.5f, 1, 3, 2 })
        );

    [Test]
    public void Interpolate_SphericalAtARightAngle_StaysOnTheCircle()
    {
        var path = model.Interpolate([2, 0], [0, 2], 4, isSpherical: true);

        // sin and cos of 0, 30, 60 and 90 degrees.
        float[] expected = [2, 0, 1.7320508f, 1, 1, 1.7320508f, 0, 2];

        Assert.That(path, Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void Interpolate_SphericalBetweenDifferentLengths_HasBothEnds()
    {
        var path = model.Interpolate([1, 0.5f], [-0.25f, 3], 7, isSpherical: true);

        Assert.That(path[..2], Is.EqualTo(new[] { 1, 0.5f }).Within(1e-6));
        Assert.That(path[^2..], Is.EqualTo(new[] { -0.25f, 3 }).Within(1e-6));
    }

    [TestCase(1f, 2f, 2f, 4f)]
    [TestCase(1f, 2f, -1f, -2f)]
    [TestCase(0f, 0f, 1f, 2f)]
    public void Interpolate_SphericalWithoutACircle_IsLinear(float a, float b, float c, float d) =>
        Assert.That(
            model.Interpolate([a, b], [c, d], 6, isSpherical: true),
            Is.EqualTo(model.Interpolate([a, b], [c, d], 6))
        );

    [Test]
    public void Traverse_OneDimension_RunsOverTheRangeAndLeavesTheOther()
    {
        var path = model.Traverse([0.25f, 7], dimension: 1, pointCount: 4);

        Assert.That(path, Is.EqualTo(new[] { 0.25f, -3, 0.25f, -1, 0.25f, 1, 0.25f, 3 }));
    }

    [Test]
    public void Interpolate_LatentOfAnotherWidth_NamesTheModelAndTheWidths() =>
        Assert.That(
            () => model.Interpolate([1, 2], [1, 2, 3], 5),
            Throws
                .ArgumentException.With.Message.Contains(model.Folder)
                .And.Message.Contains("2 values")
                .And.Message.Contains("3 were given")
        );

    [TestCase(-1, 3, 0f)]
    [TestCase(2, 3, 0f)]
    [TestCase(0, 1, 0f)]
    [TestCase(0, 3, float.NaN)]
    public void Traverse_OutOfRange_IsRefused(int dimension, int pointCount, float minimum) =>
        Assert.That(
            () => model.Traverse([1, 2], dimension, pointCount, minimum),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );
}
