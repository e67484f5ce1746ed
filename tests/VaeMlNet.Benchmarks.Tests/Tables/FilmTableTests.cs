namespace VaeMlNet.Benchmarks.Tests;

public sealed class FilmTableTests
{
    [Test]
    public void Parse_NullsNumbersAndTitlesThatAreNumbers_AreWhatTheyMean()
    {
        var json =
            """
            [{
              "Title": 300, "US Gross": 1000, "Worldwide Gross": 0, "US DVD Sales": null, "Production Budget": 10000000,
              "Release Date": "Mar 09 2007", "MPAA Rating": "R", "Running Time min": 117, "Distributor": null,
              "Source": "Remake", "Major Genre": "Action", "Creative Type": "Fantasy", "Director": null,
              "Rotten Tomatoes Rating": 60, "IMDB Rating": 7.8, "IMDB Votes": 100
            }]
            """u8.ToArray();

        var film = FilmTable.Parse(new MemoryStream(json)).Single();

        Film expected = new()
        {
            Title = "300",
            Year = 2007,
            Summer = false,
            Minutes = 117,
            Budget = 7,
            UsGross = 3,
            WorldGross = 0,
            DvdSales = float.NaN,
            Votes = 2,
            Viewers = 7.8f,
            Critics = 60,
            Genre = "Action",
            Source = "Remake",
            Kind = "Fantasy",
            Distributor = "",
            Rating = "R",
        };

        Assert.That(film, Is.EqualTo(expected));
    }
}
