using Microsoft.ML.Data;

namespace EncodeAndClassify;

/// <summary>A digit of 28 x 28 grey levels in [0, 1]: a row for the model, which learnt from MNIST's handwriting.</summary>
internal sealed class DrawnDigit
{
    private const int Edge = 28;

    // Five pixels wide, seven high.
    private static readonly string[] Font =
    [
        ".###.#...##...##...##...##...#.###.",
        "..#...##....#....#....#....#...###.",
        ".###.#...#....#...#...#...#...#####",
        ".###.#...#....#..##.....##...#.###.",
        "...#...##..#.#.#..#.#####...#....#.",
        "######....####.....#....##...#.###.",
        "..##..#...#....####.#...##...#.###.",
        "#####....#...#...#...#....#....#...",
        ".###.#...##...#.###.#...##...#.###.",
        ".###.#...##...#.####....#...#..##..",
    ];

    [VectorType(Edge * Edge)]
    public float[] Features { get; set; } = [];

    public int Label { get; set; }

    /// <summary>Draws a digit, smaller or larger, slanted and shifted at random.</summary>
    public static DrawnDigit Draw(int digit, Random random)
    {
        float scale = 2.5f + (0.7f * random.NextSingle());
        float slant = 0.4f * (random.NextSingle() - 0.2f);
        float left = 14 - (2.5f * scale) + (4 * (random.NextSingle() - 0.5f));
        float top = 14 - (3.5f * scale) + (4 * (random.NextSingle() - 0.5f));
        float[] pixels = new float[Edge * Edge];
        for (int i = 0; i < pixels.Length; i++)
        {
            float y = i / Edge;
            float x = (i % Edge) - (slant * (14 - y));
            pixels[i] = Ink(Font[digit], ((x - left) / scale) - 0.5f, ((y - top) / scale) - 0.5f);
        }

        return new DrawnDigit { Features = pixels, Label = digit };
    }

    // Between the four nearest pixels of the font, so that strokes have soft edges as handwriting does.
    private static float Ink(string glyph, float x, float y)
    {
        int left = (int)MathF.Floor(x);
        int top = (int)MathF.Floor(y);
        float ink = 0;
        for (int corner = 0; corner < 4; corner++)
        {
            int column = left + (corner % 2);
            int row = top + (corner / 2);
            if (column is >= 0 and < 5 && row is >= 0 and < 7 && glyph[(row * 5) + column] == '#')
            {
                ink += (1 - MathF.Abs(x - column)) * (1 - MathF.Abs(y - row));
            }
        }

        return Math.Min(1, 1.3f * ink);
    }
}
