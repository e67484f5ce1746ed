using Microsoft.ML.Data;

namespace VaeMlNet.Docs.Tests;

/// <summary>An image as the docs' programs have it.</summary>
public sealed class Image
{
    [VectorType(784)]
    public float[] Features { get; set; } = [];

    public string Label { get; set; } = "";
}

/// <summary>The columns that a detector adds to an image.</summary>
public sealed class ScoredImage
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}

/// <summary>Thick horizontal or vertical lines at random places: two classes that look a little like digits.</summary>
public static class Strokes
{
    public static Image[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Stroke(i % 2 == 0, random))];
    }

    public static Image Noise(int seed)
    {
        var random = new Random(seed);
        return new Image { Features = [.. Enumerable.Range(0, 784).Select(_ => random.NextSingle())], Label = "noise" };
    }

    private static Image Stroke(bool vertical, Random random)
    {
        var pixels = new float[784];
        var across = random.Next(10, 17);
        var from = random.Next(4, 8);
        var to = random.Next(20, 24);
        for (var along = from; along < to; along++)
        {
            for (var width = 0; width < 3; width++)
            {
                pixels[vertical ? (along * 28) + across + width : ((across + width) * 28) + along] = 1;
            }
        }

        return new Image { Features = pixels, Label = vertical ? "vertical" : "horizontal" };
    }
}
