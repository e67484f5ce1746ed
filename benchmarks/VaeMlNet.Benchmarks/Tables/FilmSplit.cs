namespace VaeMlNet.Benchmarks;

/// <summary>Three quarters of the films to train with, and the others.</summary>
internal sealed record FilmSplit(Film[] Train, Film[] Test)
{
    /// <summary>Splits by a seed; rows keep their order.</summary>
    public static FilmSplit Of(Film[] films, int seed)
    {
        var random = new Random(seed);
        bool[] isTest = [.. films.Select(_ => random.NextDouble() < 0.25)];
        return new([.. films.Where((_, i) => !isTest[i])], [.. films.Where((_, i) => isTest[i])]);
    }
}
