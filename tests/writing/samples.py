"""People and posts that a room knows, some of them with hostile names."""

from portal.writing.finishing import Target

PEOPLE = {
    "ada arcadi": Target("adaadaadaada", "Ada Arcadi", "/en/directory/people/adaadaadaada/"),
    "boris bordur": Target("borisborisbo", "Boris Bordur", "/en/directory/people/borisborisbo/"),
    "hostile name": Target("hostilenamee", "<img src=x onerror=alert(1)>", "/en/"),
    "hostile link": Target("hostilelinke", "Hostile Link", "javascript:alert(1)"),
}
QUOTES = {
    "abcdefghijkl": Target("abcdefghijkl", "B. Bordur, post 3", "/en/posts/abcdefghijkl/"),
    "hostilehosti": Target("hostilehosti", '"><script>alert(1)</script>', "/en/posts/x/"),
    "hostilelinkk": Target("hostilelinkk", "A post", "javascript:alert(1)"),
}
