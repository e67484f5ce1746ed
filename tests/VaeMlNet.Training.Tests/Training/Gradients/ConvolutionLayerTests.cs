using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class ConvolutionLayerTests
{
    [Test]
    public void Backward_AnySettings_EqualsAutograd(
        [Values(1, 3)] int channels,
        [Values(1, 3, 5)] int kernel,
        [Values(1, 2, 3)] int stride,
        [Values(0, 1, 2)] int padding,
        [Values(7, 8)] int size
    ) =>
        AutogradComparison.AssertEqualAutograd(
            nn.Sequential(
                nn.Unflatten(1, [channels, size, size + 2]),
                nn.Conv2d(channels, 4, kernel, stride, padding),
                nn.Flatten()
            ),
            channels * size * (size + 2),
            rowCount: 5
        );

    [Test]
    public void Backward_OtherSettingsDownThanToTheRight_EqualsAutograd() =>
        AutogradComparison.AssertEqualAutograd(
            nn.Sequential(nn.Unflatten(1, [2, 9, 6]), nn.Conv2d(2, 3, (3, 2), (1, 3), (2, 0)), nn.Flatten()),
            2 * 9 * 6,
            rowCount: 4
        );

    [Test]
    public void Backward_NoBias_EqualsAutograd() =>
        AutogradComparison.AssertEqualAutograd(
            nn.Sequential(nn.Unflatten(1, [3, 6, 6]), nn.Conv2d(3, 2, 3, 2, 1, bias: false), nn.Flatten()),
            3 * 6 * 6,
            rowCount: 3
        );

    [Test]
    public void Backward_FirstLayer_GivesNoInputGradient() =>
        AutogradComparison.AssertEqualAutograd(
            nn.Sequential(nn.Unflatten(1, [3, 6, 6]), nn.Conv2d(3, 2, 3, 2, 1), nn.Flatten()),
            3 * 6 * 6,
            rowCount: 3,
            needsInputGradient: false
        );

    // 44,352 numbers in the windows of a row and their pixels: blocks of 2, 2 and 1.
    [Test]
    public void Backward_MoreRowsThanABlock_EqualsAutograd() =>
        AutogradComparison.AssertEqualAutograd(
            nn.Sequential(nn.Unflatten(1, [3, 24, 24]), nn.Conv2d(3, 2, 5, 1, 2), nn.Flatten()),
            3 * 24 * 24,
            rowCount: 5,
            tolerance: AutogradComparison.ToleranceOfLongSums
        );
}
