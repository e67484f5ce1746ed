namespace VaeMlNet.Benchmarks;

/// <summary>The means and standard deviations of the observed numbers of films.</summary>
internal sealed class FilmStatistics(Film[] films)
{
    /// <summary>Returns the mean of a column.</summary>
    public double Mean(string name) => Values(name).Average();

    /// <summary>Returns the standard deviation of a column.</summary>
    public double Deviation(string name)
    {
        var mean = Mean(name);
        return Math.Sqrt(Values(name).Average(value => (value - mean) * (value - mean)));
    }

    private double[] Values(string name) =>
        [.. films.Select(film => (double)(float)DamagedFilms.Get(film, name)).Where(double.IsFinite)];
}
