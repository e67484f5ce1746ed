namespace VaeMlNet.Benchmarks;

/// <summary>Three quarters of the films for training, and the others for testing.</summary>
internal sealed record FilmSplit(Film[] Train, Film[] Test)
{
    /// <summary>Splits the films by a seed. The rows keep their order.</summary>
    public static FilmSplit Draw(Film[] films, int seed)
    {
        var random = new Random(seed);
        bool[] isTest = [.. films.Select(_ => random.NextDouble() < 0.25)];
        return new([.. films.Where((_, i) => !isTest[i])], [.. films.Where((_, i) => isTest[i])]);
    }
}
