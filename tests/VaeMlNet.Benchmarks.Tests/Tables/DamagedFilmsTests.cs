namespace VaeMlNet.Benchmarks.Tests;

public sealed class DamagedFilmsTests
{
    private readonly Film[] films = GeneratedFilms.Create(300, seed: 1);

    [Test]
    public void WithoutCells_AShare_TakesThatShareAndChangesNothingElse()
    {
        var gaps = DamagedFilms.WithoutCells(films, share: 0.2, seed: 3);

        string[] names = [.. FilmColumns.Numbers, .. FilmColumns.Texts];
        var cells = films
            .Zip(gaps)
            .SelectMany(pair =>
                names.Select(name => (DamagedFilms.Get(pair.First, name), DamagedFilms.Get(pair.Second, name)))
            )
            .Where(cell => !DamagedFilms.IsMissing(cell.Item1))
            .ToArray();

        Assert.That(cells.Average(cell => DamagedFilms.IsMissing(cell.Item2) ? 1.0 : 0), Is.EqualTo(0.2).Within(0.03));
        Assert.That(cells.Where(cell => !DamagedFilms.IsMissing(cell.Item2)), Has.All.Matches<(object, object)>(Same));
        Assert.That(gaps.Select(film => film.Title), Is.EqualTo(films.Select(film => film.Title)));

        static bool Same((object, object) cell) => cell.Item1.Equals(cell.Item2);
    }

    [Test]
    public void WithForeignCells_AShare_ChangesTheNamedCellsToValuesThatOccur()
    {
        var (planted, changed) = DamagedFilms.WithForeignCells(films, share: 0.3, seed: 3);

        Assert.That(changed.Average(names => names.Length > 0 ? 1.0 : 0), Is.EqualTo(0.3).Within(0.08));

        for (var row = 0; row < films.Length; row++)
        {
            foreach (var name in FilmColumns.All)
            {
                var value = DamagedFilms.Get(planted[row], name);
                var isSame = value.Equals(DamagedFilms.Get(films[row], name));
                Assert.That(isSame, Is.EqualTo(!changed[row].Contains(name)), name);
                Assert.That(films.Select(film => DamagedFilms.Get(film, name)), Does.Contain(value), name);
            }
        }
    }
}
