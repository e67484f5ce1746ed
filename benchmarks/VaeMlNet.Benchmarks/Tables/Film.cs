namespace VaeMlNet.Benchmarks;

/// <summary>A row of the table of films. A missing number is NaN, and a missing text is empty.</summary>
// <film>
internal sealed record Film
{
    public string Title { get; set; } = "";
    public float Year { get; set; } = float.NaN;
    public bool Summer { get; set; } // released in May to August
    public float Minutes { get; set; } = float.NaN;

    // Logarithms to base 10, because dollars and votes span six orders of magnitude.
    public float Budget { get; set; } = float.NaN;
    public float UsGross { get; set; } = float.NaN;
    public float WorldGross { get; set; } = float.NaN;
    public float DvdSales { get; set; } = float.NaN;
    public float Votes { get; set; } = float.NaN;

    public float Viewers { get; set; } = float.NaN; // their rating on IMDB, 1 to 10
    public float Critics { get; set; } = float.NaN; // Rotten Tomatoes, 0 to 100
    public string Genre { get; set; } = "";
    public string Source { get; set; } = "";
    public string Kind { get; set; } = "";
    public string Distributor { get; set; } = "";
    public string Rating { get; set; } = ""; // G, PG, PG-13 or R: the label that the classifier predicts
}
// </film>
