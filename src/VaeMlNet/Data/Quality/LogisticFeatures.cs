namespace VaeMlNet;

/// <summary>
/// Computes the features of a row for the logistic regression: the numbers, their squares, products if there are few numbers,
/// and a slot for each frequent category.
/// </summary>
internal sealed class LogisticFeatures
{
    /// <summary>
    /// Numbers are clamped to this many standard deviations, so that an outlier does not outweigh all other rows in squares and
    /// products.
    /// </summary>
    private const float Farthest = 5;
    private const int MaximumMultiplied = 16;
    private const int MaximumSquared = 500;
    private const int MaximumCategories = 50;

    private readonly EncodedRows rows;
    private readonly int numbers;
    private readonly bool hasSquares;
    private readonly bool hasProducts;
    private readonly Dictionary<float, int>[] categories; // per categorical variable: the slot of each frequent category
    private readonly int firstCategory;

    /// <param name="rows">All rows.</param>
    /// <param name="training">The indices of the rows whose categories get slots.</param>
    public LogisticFeatures(EncodedRows rows, int[] training)
    {
        this.rows = rows;
        numbers = rows.Numbers[0].Length;
        hasSquares = numbers <= MaximumSquared;
        hasProducts = numbers <= MaximumMultiplied;
        firstCategory = (hasSquares ? 2 * numbers : numbers) + (hasProducts ? numbers * (numbers - 1) / 2 : 0);
        Width = firstCategory;
        categories = new Dictionary<float, int>[rows.Codes[0].Length];
        for (var code = 0; code < categories.Length; code++)
        {
            categories[code] = Frequent(code, training).ToDictionary(c => c, _ => Width++);
        }
    }

    public int Width { get; private set; }

    /// <summary>Computes the features of a row, float32 [Width].</summary>
    public float[] Compute(int row)
    {
        var features = new float[Width];
        var next = 0;
        var values = Array.ConvertAll(rows.Numbers[row], v => Math.Clamp(v, -Farthest, Farthest));
        values.CopyTo(features, 0);
        next += numbers;
        for (var i = 0; hasSquares && i < numbers; i++)
        {
            features[next++] = values[i] * values[i];
        }

        for (var i = 0; hasProducts && i < numbers; i++)
        {
            for (var j = 0; j < i; j++)
            {
                features[next++] = values[i] * values[j];
            }
        }

        for (var code = 0; code < categories.Length; code++)
        {
            if (categories[code].TryGetValue(rows.Codes[row][code], out var slot))
            {
                features[slot] = 1;
            }
        }

        return features;
    }

    private IEnumerable<float> Frequent(int code, int[] training) =>
        training
            .GroupBy(row => rows.Codes[row][code])
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key)
            .Take(MaximumCategories)
            .Select(g => g.Key);
}
