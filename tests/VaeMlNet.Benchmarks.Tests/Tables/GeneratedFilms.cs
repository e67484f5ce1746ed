namespace VaeMlNet.Benchmarks.Tests;

/// <summary>Generates films from one hidden number, so that all columns are correlated.</summary>
internal static class GeneratedFilms
{
    private static readonly string[] Genres = ["Drama", "Comedy", "Action"];
    private static readonly string[] Ratings = ["G", "PG", "PG-13", "R"];

    public static Film[] Create(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Create(i, random))];
    }

    private static Film Create(int number, Random random)
    {
        var size = NormalDraws.Next(random);
        float Near(double mean, double scale) => (float)(mean + (scale * (size + (0.3 * NormalDraws.Next(random)))));
        var third = Math.Clamp((int)(size + 1.5), 0, 2);
        return new Film
        {
            Title = $"Film {number}",
            Year = number % 40 == 0 ? 2039 : Near(1995, 5),
            Summer = size > 0,
            Minutes = number % 3 == 0 ? float.NaN : Near(100, 10),
            Budget = Near(7, 0.5),
            UsGross = Near(7.2, 0.6),
            WorldGross = Near(7.5, 0.6),
            DvdSales = number % 2 == 0 ? float.NaN : Near(7, 0.4),
            Votes = Near(4, 0.7),
            Viewers = Near(6.5, 1),
            Critics = Near(50, 20),
            Genre = Genres[third],
            Source = number % 5 == 0 ? "" : "Original Screenplay",
            Kind = size > 0.5 ? "Fantasy" : "Fiction",
            Distributor = Genres[(third + number) % 3],
            Rating = Ratings[Math.Clamp((int)(size + 2), 0, 3)],
        };
    }
}
