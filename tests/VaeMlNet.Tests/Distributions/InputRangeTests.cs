namespace VaeMlNet.Tests;

public sealed class InputRangeTests
{
    private static readonly float[] Allowed = [0, -0f, float.Epsilon, 0.5f, 1];

    /// <summary>Every slot of rows whose widths are below, at and above the width of a vector instruction.</summary>
    [Test]
    public void Check_OneBadSlot_IsFoundWhereverItIs([Values(1, 4, 7, 8, 9, 16, 31, 33)] int width)
    {
        var range = Range((width, BernoulliFormula.Kind));
        var row = new float[width];
        for (var slot = 0; slot < width; slot++)
        {
            foreach (var bad in new[] { 1.0001f, -0.0001f, float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                row[slot] = bad;
                Assert.That(
                    () => range.Check(row, "Pixels", 12),
                    Throws.TypeOf<VaeRowException>().With.Message.StartWith($"Row 12, slot {slot} of 'Pixels' is ")
                );
            }

            row[slot] = Allowed[slot % Allowed.Length];
            Assert.That(() => range.Check(row, "Pixels", 12), Throws.Nothing);
        }
    }

    /// <summary>A vector instruction copies several slots at once, and the rest is copied one by one. The row can be its own copy.</summary>
    [Test]
    public void Copy_OneBadSlot_IsSeenWhereverItIsAndCopied([Values(1, 4, 7, 8, 9, 16, 31, 33)] int width)
    {
        var range = Range((width, BernoulliFormula.Kind), (2, GaussianFormula.KindOfUnitVariance));
        float[] row = [.. Enumerable.Range(0, width).Select(slot => Allowed[slot % Allowed.Length]), -7, 7];
        var copy = new float[row.Length];
        for (var slot = 0; slot < row.Length; slot++)
        {
            var allowed = row[slot];
            foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                row[slot] = bad;

                Assert.That(range.Copy(row, copy), Is.False);
                Assert.That(copy, Is.EqualTo(row));
                Assert.That(range.Copy(row, row), Is.False);
                Assert.That(row, Is.EqualTo(copy));
            }

            row[slot] = allowed;

            Assert.That(range.Copy(row, copy), Is.True);
            Assert.That(copy, Is.EqualTo(row));
        }
    }

    [Test]
    public void Check_ColumnsOfBothLikelihoods_HasEachInItsRange()
    {
        var range = Range(
            (2, BernoulliFormula.Kind),
            (3, GaussianFormula.KindOfUnitVariance),
            (2, BernoulliFormula.Kind)
        );
        float[] row = [1, 0, -1e30f, float.MaxValue, 2, 0.5f, 1];

        Assert.That(() => range.Check(row, "x", 0), Throws.Nothing);

        Assert.That(
            () => range.Check([1, 0, 5, 5, 5, 5, 1], "x", 0),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("slot 5").And.Message.Contains("[0, 1]")
        );
        Assert.That(
            () => range.Check([1, 0, 5, float.NaN, 5, 0, 1], "x", 0),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("slot 3").And.Message.Contains("finite")
        );
    }

    private static InputRange Range(params (int Width, string Likelihood)[] columns)
    {
        var some = VaeManifestTests.Some().Columns[0];
        var manifest = VaeManifestTests.Some() with
        {
            Columns = [.. columns.Select(c => some with { Width = c.Width, Likelihood = c.Likelihood })],
        };
        return new(manifest, "onnx/some");
    }
}
