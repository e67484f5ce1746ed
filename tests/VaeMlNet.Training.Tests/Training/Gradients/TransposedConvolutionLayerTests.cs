using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class TransposedConvolutionLayerTests
{
    [TestCaseSource(nameof(Settings))]
    public void Backward_AnySettings_EqualsAutograd(
        int channels,
        int kernel,
        int stride,
        int padding,
        int outputPadding
    ) =>
        AutogradComparison.AssertEqualAutograd(
            nn.Sequential(
                nn.Unflatten(1, [4, 5, 4]),
                nn.ConvTranspose2d(4, channels, kernel, stride, padding, outputPadding),
                nn.Flatten()
            ),
            4 * 5 * 4,
            rowCount: 5
        );

    private static IEnumerable<int[]> Settings() =>
        from channels in new[] { 1, 3 }
        from kernel in new[] { 1, 3, 5 }
        from stride in new[] { 1, 2, 3 }
        from padding in new[] { 0, 1 }
        from outputPadding in Enumerable.Range(0, stride)
        select new[] { channels, kernel, stride, padding, outputPadding };

    [Test]
    public void Backward_OtherSettingsDownThanToTheRight_EqualsAutograd() =>
        AutogradComparison.AssertEqualAutograd(
            nn.Sequential(
                nn.Unflatten(1, [2, 4, 5]),
                new TransposedConvolution(nn.ConvTranspose2d(2, 3, (3, 2), (1, 3), (1, 0), (0, 2))),
                nn.Flatten()
            ),
            2 * 4 * 5,
            rowCount: 4
        );

    [Test]
    public void Backward_NoBias_EqualsAutograd() =>
        AutogradComparison.AssertEqualAutograd(
            nn.Sequential(nn.Unflatten(1, [3, 4, 4]), nn.ConvTranspose2d(3, 2, 3, 2, 1, 1, bias: false), nn.Flatten()),
            3 * 4 * 4,
            rowCount: 3
        );

    [Test]
    public void Backward_FirstLayer_GivesNoInputGradient() =>
        AutogradComparison.AssertEqualAutograd(
            nn.Sequential(nn.Unflatten(1, [3, 4, 4]), nn.ConvTranspose2d(3, 2, 3, 2, 1, 1), nn.Flatten()),
            3 * 4 * 4,
            rowCount: 3,
            needsInputGradient: false
        );

    // 44,352 numbers in the windows of a row and their pixels: blocks of 2, 2 and 1.
    [Test]
    public void Backward_MoreRowsThanABlock_EqualsAutograd() =>
        AutogradComparison.AssertEqualAutograd(
            nn.Sequential(nn.Unflatten(1, [2, 24, 24]), nn.ConvTranspose2d(2, 3, 5, 1, 2), nn.Flatten()),
            2 * 24 * 24,
            rowCount: 5,
            tolerance: AutogradComparison.ToleranceOfLongSums
        );
}
